package io.pirate.reactor.router;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import zmq.Msg;

/**
 * One message that has been taken out of its pipe as a whole, before its first frame is
 * given out: then it does not matter what becomes of the pipe meanwhile.
 */
final class TakenMessage {

	private static final int USUAL_FRAMES = 8;

	private @Nullable Msg[] frames = new Msg[USUAL_FRAMES];

	private int next;

	private int end;

	boolean isEmpty() {
		return this.next == this.end;
	}

	/** Of an empty one. */
	void add(Msg frame) {
		if (this.end == this.frames.length) {
			this.frames = Arrays.copyOf(this.frames, 2 * this.end);
		}
		this.frames[this.end++] = frame;
	}

	/** The next frame, or {@code null} if none is left. */
	@Nullable Msg poll() {
		if (isEmpty()) {
			return null;
		}
		Msg frame = this.frames[this.next];
		this.frames[this.next++] = null;
		if (isEmpty()) {
			this.next = 0;
			this.end = 0;
		}
		return frame;
	}

	void clear() {
		Arrays.fill(this.frames, this.next, this.end, null);
		this.next = 0;
		this.end = 0;
	}

}
