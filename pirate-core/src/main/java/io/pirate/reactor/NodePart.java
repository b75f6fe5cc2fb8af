package io.pirate.reactor;

/** A part of a node that has sockets and deadlines of its own, run by the node. */
interface NodePart {

	/** Nothing. */
	NodePart NONE = new NodePart() {
	};

	/** As {@link Node#open}, after the node's own sockets. */
	default void open(Loop loop) {
	}

	/** A turn begins: before the node handles anything. */
	default void before(long now) {
	}

	/** The node has handled what there was. */
	default void after(long now) {
	}

	default void tick(long now) {
	}

	default void late(long nanos) {
	}

	default long nextDeadline(long now) {
		return Long.MAX_VALUE / 4 + now;
	}

	default void clockStepped() {
	}

	/** The node begins to leave. */
	default void leave(long now) {
	}

	default void close() {
	}

}
