package io.pirate.benchmarks.soak;

import java.io.IOException;
import java.util.List;

import io.pirate.benchmarks.part.Footprint;
import io.pirate.benchmarks.stage.Part;

/**
 * What all processes hold together at one moment.
 *
 * @param queueBytes of the queue's heap, without garbage
 * @param threads of all of them
 * @param files descriptors of all of them
 */
record Held(long queueBytes, int threads, long files) {

	static Held by(List<Part> parts) throws IOException {
		long queueBytes = 0;
		int threads = 0;
		long files = 0;
		for (Part part : parts) {
			Footprint footprint = part.footprint();
			queueBytes = (part == parts.get(0)) ? footprint.heapBytes() : queueBytes;
			threads += footprint.threads();
			files += footprint.files();
		}
		return new Held(queueBytes, threads, files);
	}

}
