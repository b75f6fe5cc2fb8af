package io.pirate.reactor;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import zmq.Msg;

/**
 * What a ROUTER was given for each of its peers and has not yet put on the wire. JeroMQ
 * bounds that by messages only, so a few peers that do not read could fill the heap.
 * <p>
 * Each peer may take half of what is still free: one slow peer gets a third of all, and
 * many get less each. Some dozens of them have everything in the end. So each peer may
 * have a little more, up to as much again for all: those who read are admitted beside any
 * number that do not, and only what is large has to wait for room. Nothing here takes
 * longer the more peers there are. Used by the loop's thread; only what is written is
 * counted by the I/O thread.
 */
final class UnsentBytes {

	/** What a frame costs beside its bytes, roughly. */
	private static final long FRAME_OVERHEAD = 128;

	private static final int PLACES = 1024;

	/**
	 * What each may have at any time: as many connections as there usually may be take
	 * less than everything with it.
	 */
	private static final long LITTLE = 32 * 1024;

	/** Written or not, nobody counts any more. */
	private static final long ENDED = Long.MIN_VALUE;

	private final long most;

	private final Map<Identity, Account> accounts = new HashMap<>();

	/** Those of whom something was sent lately, found by the very object. */
	private final @Nullable Account[] recent = new Account[PLACES];

	/** Given to the socket, but for what was unsent when its connection ended. */
	private long charged;

	/** Of that; counted by the one I/O thread only. */
	private final AtomicLong written = new AtomicLong();

	/**
	 * Nothing is unsent.
	 * @param most bytes for all peers together
	 */
	UnsentBytes(long most) {
		this.most = most;
	}

	Account of(Identity peer) {
		int place = peer.hashCode() & (PLACES - 1);
		Account recent = this.recent[place];
		if (recent != null && recent.peer.bytes() == peer.bytes()) {
			return recent;
		}
		Account account = find(peer);
		this.recent[place] = account;
		return account;
	}

	private Account find(Identity peer) {
		Account account = this.accounts.get(peer);
		if (account == null) {
			account = new Account(peer);
			this.accounts.put(peer, account);
		}
		return account;
	}

	/** Whether a peer may be sent another message, whatever its size. */
	boolean admits(Account account) {
		long free = this.most - bytes();
		return free > 0 && account.unsent() <= free / 2;
	}

	/**
	 * Whether a peer may be sent a message although others have everything.
	 * @param account the peer's
	 * @param message all frames
	 * @return true if it would have little to read even then
	 */
	boolean admits(Account account, Frames message) {
		return admits(account)
				|| (account.unsent() + cost(message.byteCount(), message.size()) <= LITTLE && bytes() < 2 * this.most);
	}

	/** The peer's connection has ended, and what was unsent is gone with it. */
	void forget(Identity peer) {
		Account account = this.accounts.remove(peer);
		this.recent[peer.hashCode() & (PLACES - 1)] = null;
		if (account != null) {
			this.charged -= account.end();
		}
	}

	/** What is unsent for all peers. */
	long bytes() {
		return this.charged - this.written.get();
	}

	private static long cost(long bytes, int frames) {
		return bytes + frames * FRAME_OVERHEAD;
	}

	/** What one peer has not been sent yet. */
	final class Account {

		/**
		 * Counted by the one I/O thread only, and ended by the loop's.
		 */
		private final AtomicLong mine = new AtomicLong();

		private final Identity peer;

		/** What makes a ROUTER send to that peer. */
		final Msg address;

		private long given;

		private Account(Identity peer) {
			this.peer = peer;
			this.address = new Msg(peer.bytes());
		}

		/**
		 * Counts a message until its last frame reaches the wire.
		 * @param message all frames
		 * @return what its last frame has to know
		 */
		long charge(Frames message) {
			return charge(message.byteCount(), message.size());
		}

		long charge(long bytes, int frames) {
			long cost = cost(bytes, frames);
			this.given += cost;
			UnsentBytes.this.charged += cost;
			return cost;
		}

		Msg lastFrame(byte[] frame, long cost) {
			return new CountedFrame(frame, this, cost);
		}

		private long unsent() {
			return this.given - this.mine.get();
		}

		/** Gives what is unsent now; what is written later on counts nowhere. */
		private long end() {
			return this.given - this.mine.getAndSet(ENDED);
		}

		/** I/O thread: a message is being written. */
		private void release(long cost) {
			long before = this.mine.get();
			if (before != ENDED && this.mine.compareAndSet(before, before + cost)) {
				AtomicLong all = UnsentBytes.this.written;
				all.lazySet(all.get() + cost);
			}
		}

	}

	/**
	 * The last frame of a message: its encoder asks for the bytes when its turn comes, in
	 * one of three ways. Nobody else does.
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

		@Override
		public byte[] data() {
			settle();
			return super.data();
		}

		/** How a mechanism that encrypts reads it. */
		@Override
		public void transfer(ByteBuffer target, int offset, int length) {
			settle();
			super.transfer(target, offset, length);
		}

		private void settle() {
			if (this.cost > 0) {
				this.account.release(this.cost);
				this.cost = 0;
			}
		}

	}

}
