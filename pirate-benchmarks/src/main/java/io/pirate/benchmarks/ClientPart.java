package io.pirate.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The process that measures: reads what to do line by line, answers with figures. */
final class ClientPart {

	void run() throws Exception {
		System.out.println("READY");
		System.out.flush();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			String[] words = line.split(" ");
			long nanos = (long) (Double.parseDouble(words[1]) * TimeUnit.SECONDS.toNanos(1));
			Load load = Load.decode(words, 2);
			try (Asker asker = Asker.of(load.kind(), words[0])) {
				Figures figures = (load.callers() > 0) ? Callers.measure(asker, load, nanos)
						: asker.pipelined(load, nanos);
				System.out.println("ANSWER " + figures.encode());
				System.out.flush();
			}
		}
		Runtime.getRuntime().halt(0);
	}

}
