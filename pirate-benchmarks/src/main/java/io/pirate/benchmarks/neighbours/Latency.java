package io.pirate.benchmarks.neighbours;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;

import org.HdrHistogram.Histogram;

/** Histograms from one process to another. */
final class Latency {

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

	private Latency() {
	}

	static Histogram histogram() {
		return new Histogram(LONGEST, 3);
	}

	static String encode(Histogram histogram) {
		ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
		int length = histogram.encodeIntoCompressedByteBuffer(buffer);
		return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
	}

	static Histogram decode(String text) {
		try {
			return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST);
		}
		catch (DataFormatException ex) {
			throw new IllegalArgumentException("not a histogram: " + text, ex);
		}
	}

}
