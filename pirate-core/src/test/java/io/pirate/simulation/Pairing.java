package io.pirate.simulation;

import io.pirate.machine.QueueGate;
import io.pirate.wire.Frames;

/** What makes a queue one of a pair; nothing, for one that serves on its own. */
interface Pairing {

	/** Alone. */
	Pairing NONE = new Pairing() {
	};

	static Pairing of(World world, Process process, int index, QueueGate gate, Chance chance) {
		return world.stars.isPair() ? new Partner(world, process, index, gate, chance) : NONE;
	}

	default void boot(long now) {
	}

	/** Before the queue handles anything. */
	default void before(long now) {
	}

	/** After it has. */
	default void settle(long now) {
	}

	default void tick(long now) {
	}

	default long nextDeadline(long now) {
		return now + Long.MAX_VALUE / 4;
	}

	default void late(long nanos) {
	}

	/** The operator wants this queue to serve. */
	default void takeOver(long now) {
	}

	default void leave(long now) {
	}

	default void close() {
	}

	/** A request, or a word about one, leaves for a worker. */
	default void handsOut(Frames addresses) {
	}

	default boolean isServing(long now) {
		return true;
	}

}
