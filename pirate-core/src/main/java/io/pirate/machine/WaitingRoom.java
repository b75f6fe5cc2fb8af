package io.pirate.machine;

import io.pirate.wire.Identity;

/**
 * Whether one more request may wait. A full queue sends away the latest of whoever has
 * more waiting than the newcomer: a flood fills it, but keeps nobody else out.
 */
final class WaitingRoom {

	private final CallMemory memory;

	private final Dispatcher dispatcher;

	private final Answers answers;

	WaitingRoom(CallMemory memory, Dispatcher dispatcher, Answers answers) {
		this.memory = memory;
		this.dispatcher = dispatcher;
		this.answers = answers;
	}

	/** Whether there is room, or was made. */
	boolean admits(Service service, Peer peer, Identity client, long bytes) {
		while (true) {
			boolean light = this.memory.hasRoom(service, bytes);
			if (light && this.dispatcher.hasRoom(service)) {
				return true;
			}
			Work surplus = service.backlog.surplus(peer, client, bytes, !light);
			if (surplus == null) {
				return false;
			}
			this.dispatcher.withdraw(surplus);
			this.answers.reject(surplus, Rejection.BUSY);
		}
	}

}
