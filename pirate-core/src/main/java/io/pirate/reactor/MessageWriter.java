package io.pirate.reactor;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;

/**
 * Writes whole messages to one socket. A message that was begun is finished, or the
 * socket must not be used any more: half a message would spill into the next peer's.
 */
final class MessageWriter {

	private static final int LAST = zmq.ZMQ.ZMQ_DONTWAIT;

	private static final int MORE = zmq.ZMQ.ZMQ_DONTWAIT | zmq.ZMQ.ZMQ_SNDMORE;

	/** How often one frame is tried; only interrupts and races make it fail twice. */
	private static final int MAX_ATTEMPTS = 10_000;

	private final SocketBase base;

	private final SocketOwner owner;

	MessageWriter(SocketBase base, SocketOwner owner) {
		this.base = base;
		this.owner = owner;
	}

	/**
	 * Writes one message.
	 * @param address the first frame of a ROUTER's message: never queued, so it may be
	 * used again
	 * @param frames at least one
	 * @param account where its bytes are counted until they are on the wire, if anywhere
	 * @return how it ended, or {@code null} if half a message is stuck in the socket
	 */
	@Nullable Sent write(@Nullable Msg address, Frames frames, UnsentBytes.@Nullable Account account) {
		int last = frames.size() - 1;
		int next = 0;
		Sent first;
		if (address != null) {
			first = writeFirst(address, MORE);
		}
		else {
			first = writeFirst(new Msg(frames.frame(0)), (last > 0) ? MORE : LAST);
			next = 1;
		}
		if (first != Sent.SENT) {
			return first;
		}
		for (int i = next; i < last; i++) {
			if (!writeNext(new Msg(frames.frame(i)), MORE)) {
				return null;
			}
		}
		return (next > last || writeLast(frames, account)) ? Sent.SENT : null;
	}

	/**
	 * Writes one message of one frame to a ROUTER's peer.
	 * @param account the peer's
	 * @param frame not to be changed any more
	 * @return as above
	 */
	@Nullable Sent write(UnsentBytes.Account account, byte[] frame) {
		Sent first = writeFirst(account.address, MORE);
		if (first != Sent.SENT) {
			return first;
		}
		return writeNext(account.lastFrame(frame, account.charge(frame.length, 1)), LAST) ? Sent.SENT : null;
	}

	private boolean writeLast(Frames frames, UnsentBytes.@Nullable Account account) {
		byte[] frame = frames.frame(frames.size() - 1);
		if (account == null) {
			return writeNext(new Msg(frame), LAST);
		}
		return writeNext(account.lastFrame(frame, account.charge(frames)), LAST);
	}

	private Sent writeFirst(Msg frame, int flags) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			if (this.base.send(frame, flags)) {
				return Sent.SENT;
			}
			int errno = this.base.errno();
			if (errno != ZError.EINTR) {
				return (errno == ZError.EAGAIN) ? Sent.FULL : Sent.UNREACHABLE;
			}
			this.owner.interrupted();
		}
		return Sent.FULL;
	}

	private boolean writeNext(Msg frame, int flags) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			if (this.base.send(frame, flags)) {
				return true;
			}
			int errno = this.base.errno();
			if (errno == ZError.EINTR) {
				this.owner.interrupted();
			}
			else if (errno != ZError.EAGAIN) {
				return false;
			}
		}
		return false;
	}

}
