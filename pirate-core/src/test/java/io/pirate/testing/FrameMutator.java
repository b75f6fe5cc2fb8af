package io.pirate.testing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import io.pirate.wire.Frames;

/**
 * Damages messages and leaves ZMTP around them whole, so that every one of them reaches a
 * decoder, and what is behind it; the same way for the same seed.
 */
public final class FrameMutator {

	private static final int MOST_MESSAGES = 6;

	private static final int MOST_CHANGES = 3;

	private static final int LONGEST = 70_000;

	private static final byte[] EXTREMES = { 0, 1, -1, 0x7f, (byte) 0x80 };

	private final byte[] opening;

	private final List<Frames> valid;

	/**
	 * A mutator of some messages.
	 * @param type of the socket that sends them, such as {@code DEALER}
	 * @param identity of that socket, may be empty
	 * @param valid what well-behaved peers would send
	 */
	public FrameMutator(String type, String identity, List<Frames> valid) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(RawPeer.greeting());
		bytes.writeBytes(RawPeer.ready(type, identity));
		this.opening = bytes.toByteArray();
		this.valid = List.copyOf(valid);
	}

	/**
	 * A handshake and some messages, most of them damaged.
	 * @param seed which one
	 * @return its bytes
	 */
	public byte[] stream(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(this.opening);
		for (int i = random.nextInt(MOST_MESSAGES); i >= 0; i--) {
			bytes.writeBytes(RawPeer.message(message(random)));
		}
		return bytes.toByteArray();
	}

	/**
	 * One message.
	 * @param random decides what becomes of it
	 * @return the message, never empty, whole once in a while
	 */
	public Frames message(SplittableRandom random) {
		List<byte[]> frames = new ArrayList<>(Arrays.asList(frames(any(random))));
		for (int i = random.nextInt(MOST_CHANGES + 1); i > 0 && !frames.isEmpty(); i--) {
			change(frames, random);
		}
		if (frames.isEmpty()) {
			frames.add(new byte[0]);
		}
		return Frames.of(frames.toArray(byte[][]::new));
	}

	private void change(List<byte[]> frames, SplittableRandom random) {
		int at = random.nextInt(frames.size());
		switch (random.nextInt(7)) {
			case 0 -> frames.remove(at);
			case 1 -> frames.add(at, frames.get(random.nextInt(frames.size())));
			case 2 -> frames.add(at, new byte[0]);
			case 3 -> {
				byte[][] others = frames(any(random));
				frames.set(at, others[random.nextInt(others.length)]);
			}
			case 4 -> frames.set(at, Arrays.copyOf(frames.get(at), random.nextInt(LONGEST)));
			default -> frames.set(at, changed(frames.get(at), random));
		}
	}

	private static byte[] changed(byte[] frame, SplittableRandom random) {
		if (frame.length == 0) {
			return new byte[] { (byte) random.nextInt(256) };
		}
		byte[] bytes = frame.clone();
		int at = random.nextInt(bytes.length);
		switch (random.nextInt(4)) {
			case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
			case 1 -> bytes[at] = (byte) random.nextInt(256);
			case 2 -> {
				// lengths and numbers
				int end = Math.min(bytes.length, at + (1 << random.nextInt(4)));
				Arrays.fill(bytes, at, end, EXTREMES[random.nextInt(EXTREMES.length)]);
			}
			default -> bytes = Arrays.copyOf(bytes, at);
		}
		return bytes;
	}

	private Frames any(SplittableRandom random) {
		return this.valid.get(random.nextInt(this.valid.size()));
	}

	private static byte[][] frames(Frames message) {
		byte[][] frames = new byte[message.size()][];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = message.frame(i);
		}
		return frames;
	}

}
