package io.pirate.machine;

/** How far the sender of a reply in parts may be ahead of the one who takes them. */
final class PartWindow {

	/** Parts: one batch of a socket, and far below any high-water mark. */
	static final int PARTS = 64;

	private PartWindow() {
	}

}
