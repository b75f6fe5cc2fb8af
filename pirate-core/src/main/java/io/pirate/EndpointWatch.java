package io.pirate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.pirate.machine.ClientSettings;
import io.pirate.reactor.Endpoint;
import io.pirate.reactor.EndpointException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks endpoints up again and again, on a thread of its own, and tells of changes. */
final class EndpointWatch {

	private static final Logger logger = LoggerFactory.getLogger(PirateEndpoints.class);

	/** Nothing is watched. */
	static final Watching NONE = () -> {
	};

	private final PirateEndpoints source;

	private final Consumer<List<String>> changes;

	private final ScheduledExecutorService thread;

	private List<String> latest = List.of();

	private boolean failing;

	private EndpointWatch(PirateEndpoints source, Consumer<List<String>> changes) {
		this.source = source;
		this.changes = changes;
		this.thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread daemon = new Thread(task, "pirate-endpoints");
			daemon.setDaemon(true);
			return daemon;
		});
	}

	/** What is known before anything was looked up. */
	static List<String> first(PirateEndpoints source) {
		return source.interval().isZero() ? source.lookup() : List.of();
	}

	/**
	 * Watches what may change.
	 * @param source where to look
	 * @param changes told all addresses when they are others than before
	 * @return what ends it
	 */
	static Watching begin(PirateEndpoints source, Consumer<List<String>> changes) {
		if (source.interval().isZero()) {
			return NONE;
		}
		EndpointWatch watch = new EndpointWatch(source, changes);
		var unused = watch.thread.scheduleWithFixedDelay(watch::look, 0, source.interval().toMillis(),
				TimeUnit.MILLISECONDS);
		return watch.thread::shutdownNow;
	}

	private void look() {
		try {
			List<String> found = this.source.lookup();
			this.failing = false;
			if (!found.isEmpty() && !found.equals(this.latest)) {
				this.latest = List.copyOf(found);
				tell(usable(found));
			}
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("{} cannot be looked up, trying again: {}", this.source, ex.getMessage());
			}
			this.failing = true;
		}
	}

	private void tell(List<String> usable) {
		if (!usable.isEmpty()) {
			logger.info("Endpoints are now {}", usable);
			this.changes.accept(usable);
		}
	}

	private static List<String> usable(List<String> found) {
		List<String> usable = new ArrayList<>();
		for (String address : found) {
			try {
				Endpoint.toConnect(address);
				usable.add(address);
			}
			catch (EndpointException ex) {
				logger.warn("An endpoint is left out: {}", ex.getMessage());
			}
		}
		return usable.subList(0, Math.min(usable.size(), ClientSettings.MOST_ENDPOINTS));
	}

	/** Something that goes on. */
	@FunctionalInterface
	interface Watching {

		void end();

	}

}
