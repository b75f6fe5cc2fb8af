package io.pirate.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import io.pirate.AcceptedPeer;
import io.pirate.PeerList;
import io.pirate.autoconfigure.SecurityProperties.Peer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Who may connect: those of the configuration, and those of the file that
 * {@code pirate.security.peers-location} names. The file is read again when it changes;
 * {@link #reload()} does so at once. Connections that exist are judged by the new list
 * from their next message on. A file that is written in place may be seen half written,
 * so replace it by renaming another one. Safe for use by many threads.
 */
public final class PiratePeers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PiratePeers.class);

	private static final String LOCATION = "peers-location";

	/** YAML's null would bind to the same, and is what half a file may look like. */
	private static final Pattern NOBODY_IN_YAML = Pattern.compile("(?m)^[^#\\r\\n]*peers[\"']?\\s*:\\s*\\[\\s*\\]");

	private static final Pattern NOBODY_IN_PROPERTIES = Pattern.compile("(?m)^\\s*pirate\\.security\\.peers\\s*[=:]");

	private final List<AcceptedPeer> configured;

	private final @Nullable String location;

	private final KeyFile files;

	private final long intervalMillis;

	private final PeerList list;

	private final AtomicReference<@Nullable ScheduledExecutorService> watch = new AtomicReference<>();

	private final AtomicReference<State> state = new AtomicReference<>(
			new State(List.of(), ByteBuffer.allocate(0), Set.of()));

	/**
	 * The list as it is now.
	 * @throws InvalidPiratePropertyException if the file cannot be used
	 */
	PiratePeers(List<AcceptedPeer> configured, @Nullable String location, KeyFile files, long intervalMillis) {
		this.configured = configured;
		this.location = location;
		this.files = files;
		this.intervalMillis = intervalMillis;
		this.list = new PeerList(List.of());
		reload();
	}

	/**
	 * Reads the file again, if there is one. One that names nobody is taken for one that
	 * is not written yet, unless it says so: {@code pirate.security.peers: []}.
	 * @return how many peers there are now
	 * @throws InvalidPiratePropertyException if it cannot be used; the list stays as it
	 * was then
	 */
	public int reload() {
		State before;
		State next;
		do {
			// whoever lost against another one reads again: the file may have changed
			// since
			before = now();
			next = read(before.own());
		}
		while (!this.state.compareAndSet(before, next));
		publish();
		return next.peers().size();
	}

	private State now() {
		return Objects.requireNonNull(this.state.get());
	}

	private State read(Set<String> own) {
		byte[] content = content();
		List<AcceptedPeer> all = new ArrayList<>(this.configured);
		if (this.location != null) {
			all.addAll(parse(this.location, content));
		}
		new PeersMapper(PeersMapper.PREFIX).requireDistinct(all);
		own.forEach((key) -> requireOthers(all, key));
		return new State(List.copyOf(all), ByteBuffer.wrap(content), own);
	}

	/** Until nobody has put another list in its place meanwhile: the latest one stays. */
	private void publish() {
		State published;
		do {
			published = now();
			this.list.replace(published.peers());
		}
		while (!this.state.compareAndSet(published, published));
	}

	/**
	 * What the peers are called.
	 * @return their names, in order
	 */
	public List<String> names() {
		return now().peers().stream().map(AcceptedPeer::name).sorted().toList();
	}

	/**
	 * Whoever has the application's own key would be taken for it, and may everything.
	 */
	void requireOthers(String ownKey) {
		this.state.updateAndGet((now) -> {
			requireOthers(now.peers(), ownKey);
			Set<String> own = new HashSet<>(now.own());
			own.add(ownKey);
			return new State(now.peers(), now.seen(), Set.copyOf(own));
		});
	}

	private static void requireOthers(List<AcceptedPeer> peers, String ownKey) {
		for (AcceptedPeer peer : peers) {
			if (peer.publicKeys().contains(ownKey)) {
				throw new InvalidPiratePropertyException(PeersMapper.PREFIX, "peer '" + peer.name() + "'",
						"has this application's own public key, and whoever holds that may do everything",
						"Give the peer a pair of its own, which its --pirate.security.generate-keys prints, or remove "
								+ "the entry.");
			}
		}
	}

	PeerList list() {
		return this.list;
	}

	/** Looks at the file now and then. */
	@Override
	public void start() {
		if (this.location == null) {
			return;
		}
		ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "pirate-peers");
			thread.setDaemon(true);
			return thread;
		});
		if (this.watch.compareAndSet(null, fresh)) {
			var unused = fresh.scheduleWithFixedDelay(this::look, this.intervalMillis, this.intervalMillis,
					TimeUnit.MILLISECONDS);
		}
		else {
			fresh.shutdownNow();
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService last = this.watch.getAndSet(null);
		if (last != null) {
			last.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.watch.get() != null;
	}

	void look() {
		try {
			if (!now().seen().equals(ByteBuffer.wrap(content()))) {
				logger.info("The list of peers was read again: {} may connect", reload());
			}
		}
		catch (Throwable ex) {
			// whatever is thrown would end the schedule, and nobody would look again
			logger.error("The list of peers stays as it was: {}", ex.getMessage());
		}
	}

	private byte[] content() {
		return (this.location != null) ? this.files.peers(LOCATION, this.location) : new byte[0];
	}

	private static boolean saysNobody(String name, byte[] content) {
		Pattern nobody = name.endsWith(".properties") ? NOBODY_IN_PROPERTIES : NOBODY_IN_YAML;
		return nobody.matcher(new String(content, StandardCharsets.UTF_8)).find();
	}

	private List<AcceptedPeer> parse(String name, byte[] content) {
		PropertySourceLoader loader = name.endsWith(".properties") ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		try {
			List<PropertySource<?>> sources = loader.load(name, new ByteArrayResource(content));
			BindResult<List<Peer>> bound = new Binder(ConfigurationPropertySources.from(sources))
				.bind(PeersMapper.PREFIX, Bindable.listOf(Peer.class));
			List<Peer> peers = bound.orElse(List.of());
			if (peers.isEmpty() && !(bound.isBound() && saysNobody(name, content))) {
				throw this.files.check()
					.wrong(LOCATION, name, "holds no pirate.security.peers, and may be half written",
							"Replace the file by renaming another one. If nobody is meant, write "
									+ "pirate.security.peers: []");
			}
			return new PeersMapper(name + ": " + PeersMapper.PREFIX).peers(peers);
		}
		catch (IOException | RuntimeException ex) {
			if (ex instanceof InvalidPiratePropertyException known) {
				throw known;
			}
			throw this.files.check()
				.wrong(LOCATION, name, "cannot be used: " + ex.getClass().getSimpleName(),
						"Write pirate.security.peers into it, as in application.yml.");
		}
	}

	/**
	 * What belongs together.
	 *
	 * @param peers whoever is on the list
	 * @param seen what the file said
	 * @param own public keys that must not be a peer's
	 */
	private record State(List<AcceptedPeer> peers, ByteBuffer seen, Set<String> own) {
	}

}
