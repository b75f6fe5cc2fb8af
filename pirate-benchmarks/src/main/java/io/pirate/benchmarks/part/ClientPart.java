package io.pirate.benchmarks.part;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.pirate.benchmarks.load.Asker;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;
import org.jspecify.annotations.Nullable;

/**
 * The process that measures, in three steps, so that connecting costs nobody anything
 * meanwhile: {@code open endpoint load}, {@code go seconds} is answered with figures and
 * with what this process used, {@code close}.
 */
final class ClientPart {

	/**
	 * Clients as applications have them live as long as the application; those of raw
	 * sockets are opened for each measurement.
	 */
	private final Map<String, Asker> kept = new HashMap<>();

	private @Nullable Opened opened;

	void run() {
		Station.serve(this::answer, () -> {
		});
	}

	private String answer(String line) throws Exception {
		String[] words = line.split(" ");
		switch (words[0]) {
			case "open" -> open(words[1], Load.decode(words, 2));
			case "go" -> {
				return measure(Double.parseDouble(words[1]));
			}
			case "close" -> close();
			default -> throw new IllegalArgumentException("not understood: " + line);
		}
		return "done";
	}

	private void open(String endpoint, Load load) throws Exception {
		boolean raw = switch (load.kind()) {
			case REQ, DEALER, BODY, CURVE_BODY, CONNECT, CURVE_CONNECT, COMPACT, COMPACT_NAMED, DISK -> true;
			case CLIENT, CLIENT_NAMED, CURVE_CLIENT, SUBMIT, TEMPLATE, RABBIT, NATS, GRPC -> false;
		};
		Asker asker = raw ? Asker.of(load.kind(), endpoint)
				: this.kept.computeIfAbsent(load.kind() + " " + endpoint, (key) -> Asker.of(load.kind(), endpoint));
		this.opened = new Opened(asker, load, raw);
		asker.prepare(load);
	}

	private String measure(double seconds) throws Exception {
		Opened current = current();
		Usage before = Usage.now();
		Figures figures = current.asker().measure(current.load(), (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
		return figures.encode() + " " + Usage.now().since(before).encode();
	}

	/** Whoever served them shall have forgotten them before others are measured. */
	private void close() throws InterruptedException {
		Opened current = current();
		this.opened = null;
		if (current.raw()) {
			current.asker().close();
			TimeUnit.MILLISECONDS.sleep(current.load().connections());
		}
	}

	private Opened current() {
		if (this.opened == null) {
			throw new IllegalStateException("nothing is open");
		}
		return this.opened;
	}

	/** What is measured. */
	private record Opened(Asker asker, Load load, boolean raw) {
	}

}
