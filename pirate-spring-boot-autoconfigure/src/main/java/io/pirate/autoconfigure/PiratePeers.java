package io.pirate.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.AcceptedPeer;
import io.pirate.PeerList;
import io.pirate.autoconfigure.SecurityProperties.Peer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * from their next message on. Safe for use by many threads.
 */
public final class PiratePeers implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PiratePeers.class);

	private static final String LOCATION = "peers-location";

	private final List<AcceptedPeer> configured;

	private final @Nullable String location;

	private final KeyFile files;

	private final long intervalMillis;

	private final PeerList list;

	private final AtomicReference<@Nullable ScheduledExecutorService> watch = new AtomicReference<>();

	private volatile List<String> names = List.of();

	private volatile byte[] seen = {};

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
	 * Reads the file again, if there is one.
	 * @return how many peers there are now
	 * @throws InvalidPiratePropertyException if it cannot be used; the list stays as it
	 * was then
	 */
	public int reload() {
		byte[] content = content();
		List<AcceptedPeer> all = new ArrayList<>(this.configured);
		if (this.location != null) {
			all.addAll(parse(this.location, content));
		}
		new PeersMapper(PeersMapper.PREFIX).requireDistinct(all);
		this.list.replace(all);
		this.names = all.stream().map(AcceptedPeer::name).sorted().toList();
		this.seen = content;
		return all.size();
	}

	/**
	 * What the peers are called.
	 * @return their names, in order
	 */
	public List<String> names() {
		return this.names;
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

	private void look() {
		byte[] before = this.seen;
		try {
			if (!Arrays.equals(before, content())) {
				logger.info("The list of peers was read again: {} may connect", reload());
			}
		}
		catch (RuntimeException ex) {
			logger.error("The list of peers stays as it was: {}", ex.getMessage());
		}
	}

	private byte[] content() {
		return (this.location != null) ? this.files.peers(LOCATION, this.location) : new byte[0];
	}

	private List<AcceptedPeer> parse(String name, byte[] content) {
		PropertySourceLoader loader = name.endsWith(".properties") ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		try {
			List<PropertySource<?>> sources = loader.load(name, new ByteArrayResource(content));
			List<Peer> peers = new Binder(ConfigurationPropertySources.from(sources))
				.bind(PeersMapper.PREFIX, Bindable.listOf(Peer.class))
				.orElse(List.of());
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

}
