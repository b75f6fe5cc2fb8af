package io.pirate.reactor;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import zmq.Msg;

/**
 * What a ROUTER was given for each of its peers and has not yet put on the wire. JeroMQ
 * bounds that by messages only, so a few peers that do not read could fill the heap.
 * <p>
 * Each peer may take half of what is still free: one slow peer gets a third of all, many
 * get less each, and those who read are always admitted. Used by the loop's thread; only
 * an {@link Account} hears from the I/O thread.
 */
final class UnsentBytes {

	/** What a frame costs beside its bytes, roughly. */
	private static final long FRAME_OVERHEAD = 128;

	private final long most;

	private final AtomicLong all = new AtomicLong();

	private final Map<Identity, Account> accounts = new HashMap<>();

	/**
	 * Nothing is unsent.
	 * @param most bytes for all peers together
	 */
	UnsentBytes(long most) {
		this.most = most;
	}

	Account of(Identity peer) {
		return this.accounts.computeIfAbsent(peer, (each) -> new Account(this.all));
	}

	/** Whether a peer may be sent another message, whatever its size. */
	boolean admits(Account account) {
		long free = this.most - this.all.get();
		return free > 0 && account.bytes.get() <= free / 2;
	}

	/** The peer's connection has ended, and what was unsent is gone with it. */
	void forget(Identity peer) {
		Account account = this.accounts.remove(peer);
		if (account != null) {
			account.close();
		}
	}

	/** What is unsent for all peers. */
	long bytes() {
		return this.all.get();
	}

	/** What one peer has not been sent yet. */
	static final class Account {

		private static final long CLOSED = Long.MIN_VALUE;

		private final AtomicLong bytes = new AtomicLong();

		private final AtomicLong all;

		private Account(AtomicLong all) {
			this.all = all;
		}

		/**
		 * Counts a message until its last frame reaches the wire.
		 * @param message all frames
		 * @return what its last frame has to know
		 */
		long charge(Frames message) {
			long cost = message.byteCount() + message.size() * FRAME_OVERHEAD;
			this.bytes.addAndGet(cost);
			this.all.addAndGet(cost);
			return cost;
		}

		Msg lastFrame(byte[] frame, long cost) {
			return new CountedFrame(frame, this, cost);
		}

		/** I/O thread: a message is being written. */
		private void release(long cost) {
			long before = this.bytes.get();
			while (before >= 0) {
				if (this.bytes.compareAndSet(before, before - cost)) {
					this.all.addAndGet(-cost);
					return;
				}
				before = this.bytes.get();
			}
		}

		private void close() {
			long left = this.bytes.getAndSet(CLOSED);
			if (left > 0) {
				this.all.addAndGet(-left);
			}
		}

	}

	/**
	 * The last frame of a message: its encoder asks for the buffer when its turn comes.
	 */
	private static final class CountedFrame extends Msg {

		private final Account account;

		private long cost;

		private CountedFrame(byte[] frame, Account account, long cost) {
			super(frame);
			this.account = account;
			this.cost = cost;
		}

		@Override
		public ByteBuffer buf() {
			settle();
			return super.buf();
		}

		/** How a mechanism that encrypts reads it. */
		@Override
		public void transfer(ByteBuffer target, int offset, int length) {
			settle();
			super.transfer(target, offset, length);
		}

		private void settle() {
			this.account.release(this.cost);
			this.cost = 0;
		}

	}

}
