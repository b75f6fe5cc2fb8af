package io.pirate.machine;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** How calls use lanes: all of them share one, or each has its own. */
sealed interface LaneStyle permits SharedStyle, ExclusiveStyle {

	/** Some call cannot be sent: opens lanes where that may help. */
	void provide(long now);

	/** The call's message, as it travels on its lane. */
	Frames encode(OpenCall call, ClientLane lane, long now);

	/**
	 * A message about a call's parts, in the form of its request.
	 * @param credit how many more may be sent; 0 if no more are wanted
	 * @return the message, or {@code null} if this style knows none
	 */
	@Nullable Frames control(OpenCall call, ClientLane lane, int credit);

	/**
	 * A question that everybody at that endpoint who is alive answers at once, and that
	 * is no call.
	 * @return the message, or {@code null} if there is none that is understood there
	 */
	@Nullable Frames probe(ClientEndpoint endpoint);

	/** Whether {@link #control} can tell how many parts may be sent. */
	boolean hasCredit();

	/** The call is about to travel on this lane. */
	void sent(OpenCall call, ClientLane lane);

	/** The call's attempt timed out. */
	void attemptOver(OpenCall call, long now);

	/** The call ended, answered or not. */
	void ended(OpenCall call, long now);

	/** The lane's connection ended. */
	void connectionLost(ClientLane lane, long now);

	/** Reads a message; {@code null} if it answers no open call, which was counted. */
	@Nullable Answer read(ClientLane lane, Frames frames, long now);

	/**
	 * A reply and whom it is for.
	 *
	 * @param call the open call
	 * @param reply its reply, or a part of it
	 * @param part the number of this part from 0, or {@link #UNNUMBERED}
	 * @param more whether another part follows
	 */
	record Answer(OpenCall call, Reply reply, int part, boolean more) {

		static final int UNNUMBERED = -1;

		/** Whether there is, or was, another part. */
		boolean isPart() {
			return this.more || this.part != UNNUMBERED;
		}

	}

}
