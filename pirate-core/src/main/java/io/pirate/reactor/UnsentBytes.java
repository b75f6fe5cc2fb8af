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
 * Each peer may take half of what is still free: one slow peer gets a third of all, many
 * get less each, and those who read are always admitted. Used by the loop's thread; only
 * an {@link Account} hears from the I/O thread.
 */
final class UnsentBytes {

	/** What a frame costs beside its bytes, roughly. */
	private static final long FRAME_OVERHEAD = 128;

	private static final int PLACES = 1024;

	/** Half of what others leave is never more than this part of all. */
	private static final int LARGEST_SHARE = 3;

	private final long most;

	private final Map<Identity, Account> accounts = new HashMap<>();

	/** Those of whom something was sent lately, found by the very object. */
	private final @Nullable Account[] recent = new Account[PLACES];

	/** What was not known to be written when its account was last looked at. */
	private long all;

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
		settle(account);
		if (!hasRoom(account) && account.unsent <= this.most / LARGEST_SHARE) {
			settleAll();
		}
		return hasRoom(account);
	}

	/** The peer's connection has ended, and what was unsent is gone with it. */
	void forget(Identity peer) {
		Account account = this.accounts.remove(peer);
		this.recent[peer.hashCode() & (PLACES - 1)] = null;
		if (account != null) {
			this.all -= account.unsent;
		}
	}

	/** What is unsent for all peers. */
	long bytes() {
		settleAll();
		return this.all;
	}

	private boolean hasRoom(Account account) {
		long free = this.most - this.all;
		return free > 0 && account.unsent <= free / 2;
	}

	/** What others have written is looked at only when there seems to be no room. */
	private void settleAll() {
		this.accounts.values().forEach(this::settle);
	}

	private void settle(Account account) {
		this.all -= account.takeWritten();
	}

	/** What one peer has not been sent yet. */
	final class Account {

		/**
		 * Counted by the one I/O thread only, so that it costs neither of them a lock.
		 */
		private final AtomicLong written = new AtomicLong();

		private final Identity peer;

		/** What makes a ROUTER send to that peer. */
		final Msg address;

		private long seen;

		private long unsent;

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
			long cost = bytes + frames * FRAME_OVERHEAD;
			this.unsent += cost;
			UnsentBytes.this.all += cost;
			return cost;
		}

		Msg lastFrame(byte[] frame, long cost) {
			return new CountedFrame(frame, this, cost);
		}

		private long takeWritten() {
			long now = this.written.get();
			long taken = now - this.seen;
			this.seen = now;
			this.unsent -= taken;
			return taken;
		}

		/** I/O thread: a message is being written. */
		private void release(long cost) {
			this.written.lazySet(this.written.get() + cost);
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
