package io.pirate;

import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.pirate.machine.Job;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;

/** Parts with numbers, and how many of them were produced. */
final class Counted {

	private final int parts;

	private final byte[] filling;

	private final AtomicInteger produced = new AtomicInteger();

	private final AtomicBoolean closed = new AtomicBoolean();

	private int seen;

	/**
	 * Parts that nobody has asked for.
	 * @param parts how many
	 * @param filling a second frame of each
	 */
	Counted(int parts, byte[] filling) {
		this.parts = parts;
		this.filling = filling;
	}

	Flow.Publisher<Reply> publish(Job job) {
		return Parts.of(IntStream.range(0, this.parts).mapToObj(this::part).iterator(), () -> this.closed.set(true),
				ForkJoinPool.commonPool());
	}

	private Reply part(int number) {
		this.produced.incrementAndGet();
		byte[] text = Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
		return Reply.ok(Frames.of(text, this.filling), null, Map.of());
	}

	int produced() {
		return this.produced.get();
	}

	/** Whether something was produced, but nothing since the last question. */
	boolean standsStill() {
		int now = this.produced.get();
		boolean still = now > 0 && now == this.seen;
		this.seen = now;
		return still;
	}

	boolean isClosed() {
		return this.closed.get();
	}

}
