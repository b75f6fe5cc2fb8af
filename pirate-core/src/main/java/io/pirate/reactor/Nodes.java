package io.pirate.reactor;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The nodes of one loop. Whatever one of them throws is noted and keeps nobody from
 * running. A node may be added or removed while another one runs.
 */
final class Nodes {

	private static final Node[] NONE = {};

	private final Mishaps mishaps;

	private Node[] nodes = NONE;

	Nodes(Mishaps mishaps) {
		this.mishaps = mishaps;
	}

	void add(Node node) {
		Node[] more = Arrays.copyOf(this.nodes, this.nodes.length + 1);
		more[this.nodes.length] = node;
		this.nodes = more;
	}

	void remove(Node node) {
		this.nodes = Arrays.stream(this.nodes).filter((each) -> each != node).toArray(Node[]::new);
	}

	/** Whether more may be there. */
	boolean drain(long now) {
		boolean more = false;
		for (Node node : this.nodes) {
			try {
				more |= node.drain(now);
			}
			catch (Throwable ex) {
				this.mishaps.met("a node's drain", ex);
			}
		}
		return more;
	}

	void tick(long now) {
		for (Node node : this.nodes) {
			try {
				node.tick(now);
			}
			catch (Throwable ex) {
				this.mishaps.met("a node's tick", ex);
			}
		}
	}

	/** Nanoseconds until the earliest deadline, not less than 0. */
	long untilDeadline(long now, long most) {
		long least = most;
		for (Node node : this.nodes) {
			try {
				least = Math.min(least, node.nextDeadline(now) - now);
			}
			catch (Throwable ex) {
				this.mishaps.met("a node's nextDeadline", ex);
			}
		}
		return Math.max(0, least);
	}

	void late(long nanos) {
		each("late", (node) -> node.late(nanos));
	}

	void clockStepped() {
		each("clockStepped", Node::clockStepped);
	}

	void close() {
		each("close", Node::close);
	}

	/** Whether all of them could be opened. */
	boolean open(Loop loop) {
		return each("open", (node) -> node.open(loop));
	}

	private boolean each(String place, Consumer<Node> action) {
		boolean all = true;
		for (Node node : this.nodes) {
			all &= this.mishaps.guard("a node's " + place, () -> action.accept(node));
		}
		return all;
	}

}
