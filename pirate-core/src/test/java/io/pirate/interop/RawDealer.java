package io.pirate.interop;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;

/** A libzmq DEALER that says what a test wants, allowed or not. */
record RawDealer(ChildProcess process) {

	private static final Frames HEARTBEAT_01 = Frames.ofText("", "MDPW01", "\u0004");

	private static final Frames HEARTBEAT_02 = Frames.ofText("MDPW02", "\u0005");

	void send(String... frames) {
		send(Frames.ofText(frames));
	}

	void send(Frames frames) {
		this.process.tell(IntStream.range(0, frames.size())
			.mapToObj(frames::frame)
			.map((frame) -> (frame.length == 0) ? "-" : HexFormat.of().formatHex(frame))
			.collect(Collectors.joining(" ")));
	}

	/** The next message that is not a heartbeat. */
	Frames receive() {
		Frames frames = next();
		while (frames.equals(HEARTBEAT_01) || frames.equals(HEARTBEAT_02)) {
			frames = next();
		}
		return frames;
	}

	private Frames next() {
		return Frames.of(Stream.of(this.process.await("GOT").split(" "))
			.map((frame) -> frame.equals("-") ? new byte[0] : HexFormat.of().parseHex(frame))
			.toArray(byte[][]::new));
	}

	/** How many messages came until now, heartbeats included. */
	long received() {
		return this.process.count("GOT");
	}

}
