package io.pirate.benchmarks.part;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.pirate.benchmarks.load.Asker;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;

/**
 * The process that measures: {@code endpoint seconds load} is answered with figures and
 * with what this process used meanwhile.
 */
final class ClientPart {

	/**
	 * Clients as applications have them live as long as the application; those of raw
	 * sockets are opened for each measurement.
	 */
	private final Map<String, Asker> kept = new HashMap<>();

	void run() {
		Station.serve(this::answer, () -> {
		});
	}

	private String answer(String line) throws Exception {
		String[] words = line.split(" ");
		long nanos = (long) (Double.parseDouble(words[1]) * TimeUnit.SECONDS.toNanos(1));
		Load load = Load.decode(words, 2);
		return switch (load.kind()) {
			case REQ, DEALER, BODY, COMPACT, COMPACT_NAMED -> {
				try (Asker asker = Asker.of(load.kind(), words[0])) {
					yield measure(asker, load, nanos);
				}
			}
			case CLIENT, CLIENT_NAMED, TEMPLATE, RABBIT, NATS, GRPC -> measure(
					this.kept.computeIfAbsent(load.kind() + " " + words[0], (key) -> Asker.of(load.kind(), words[0])),
					load, nanos);
		};
	}

	private static String measure(Asker asker, Load load, long nanos) throws Exception {
		Usage before = Usage.now();
		Figures figures = asker.measure(load, nanos);
		return figures.encode() + " " + Usage.now().since(before).encode();
	}

}
