package io.pirate.reactor.signaler;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.ZError;
import zmq.util.Errno;

/**
 * One bit, "there may be something in the mailbox", that a selector can see. Becomes
 * {@code zmq.Signaler} (see {@link SignalerInstallation}), so its package-private members
 * are those of that class, and it refers to nothing but the JDK and JeroMQ.
 * <p>
 * Any thread raises the bit, and whoever raised it writes one byte. The reader reads the
 * byte and lowers the bit, but it never waits for the byte: one that is still on its way
 * is <em>owed</em> and read later. Once nobody is inside {@link #send()},
 *
 * <pre>bytes in the pipe = owed + (raised ? 1 : 0)</pre>
 *
 * A mailbox puts its command into the queue before it calls {@link #send()}, and looks
 * into the queue after {@link #recv()}. So a sender that finds the bit raised needs no
 * byte: the reader has yet to look.
 * <p>
 * A reader that does not wait at the pipe may have a bell instead. Then whoever raises
 * the bit rings it and writes nothing; the reader looks at the bit before it falls
 * asleep. Which of the two it is belongs to the bit: a sender cannot choose by what was
 * true a moment ago.
 */
final class OneBitSignaler implements Closeable {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.Signaler of JeroMQ 0.6.0";

	private static final long NANOS_PER_MILLI = 1_000_000L;

	/** More debts than that are settled in several steps. */
	private static final int READ_BYTES = 64;

	private static final int RAISED = 1;

	/** The bit is not told by a byte but by the bell. */
	private static final int SILENT = 2;

	private static final ByteBuffer ONE_BYTE = ByteBuffer.allocateDirect(1).asReadOnlyBuffer();

	private final Ctx ctx;

	private final int tid;

	private final Errno errno;

	private final Pipe.SourceChannel source;

	private final Pipe.SinkChannel sink;

	private final Selector selector;

	private final AtomicInteger state = new AtomicInteger();

	/** Written by the reader only. */
	private volatile @Nullable Runnable bell;

	/** The reader's only. */
	private final ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);

	/** Bytes on their way whose bit has been lowered. The reader's only. */
	private int owed;

	OneBitSignaler(Ctx ctx, int tid, Errno errno) {
		this.ctx = ctx;
		this.tid = tid;
		this.errno = errno;
		try {
			Pipe pipe = Pipe.open();
			this.source = pipe.source();
			this.sink = pipe.sink();
			this.source.configureBlocking(false);
			this.sink.configureBlocking(false);
			this.selector = ctx.createSelector();
			this.source.register(this.selector, SelectionKey.OP_READ);
		}
		catch (IOException ex) {
			throw new ZError.IOException(ex);
		}
	}

	/** Readable while the bit is raised, and for a moment when an owed byte arrives. */
	SelectableChannel getFd() {
		return this.source;
	}

	/**
	 * From now on the reader does not wait at the pipe. Reader's thread.
	 * @param ringer run by whoever raises the bit, on any thread: it must not block
	 */
	public void attach(Runnable ringer) {
		this.bell = ringer;
		// a bit that is up has its byte already, and is lowered to the new state
		this.state.compareAndSet(0, SILENT);
	}

	/** From now on the bit is seen at the pipe, also if it is up. Reader's thread. */
	public void detach() {
		this.bell = null;
		if (!this.state.compareAndSet(SILENT, 0) && this.state.compareAndSet(SILENT | RAISED, RAISED)) {
			writeByte();
		}
	}

	/** Whether the reader has to look into its mailbox. */
	public boolean isRaised() {
		return (this.state.get() & RAISED) != 0;
	}

	/** Raises the bit, and makes it visible if it was not. Any thread, any number. */
	void send() {
		if (raise()) {
			writeByte();
		}
	}

	/** The first half of sending: whether the caller owes the byte. */
	boolean raise() {
		int before = this.state.get();
		while ((before & RAISED) == 0 && !this.state.compareAndSet(before, before | RAISED)) {
			before = this.state.get();
		}
		if (before == SILENT) {
			@Nullable Runnable ringer = this.bell;
			if (ringer != null) {
				ringer.run();
			}
		}
		return before == 0;
	}

	/** The second half. A non-blocking channel closes if its user is interrupted. */
	void writeByte() {
		boolean interrupted = Thread.interrupted();
		try {
			ByteBuffer one = ONE_BYTE.duplicate();
			while (this.sink.write(one) == 0) {
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			throw new ZError.IOException(ex);
		}
		finally {
			restore(interrupted);
		}
	}

	/**
	 * Waits for the bit; does not lower it.
	 * @param timeout in milliseconds; 0 only looks, less waits without end
	 * @return whether it is raised. If not, the error number tells why: EAGAIN, the time
	 * is over; EINTR, the thread was interrupted, whose flag is cleared then, or the
	 * signaler is closed
	 */
	boolean waitEvent(long timeout) {
		if (Thread.interrupted()) {
			return fail(ZError.EINTR);
		}
		try {
			return isRaised() || ((timeout == 0) ? look() : awaitByte(timeout));
		}
		catch (ClosedSelectorException | ClosedChannelException ex) {
			return fail(ZError.EINTR);
		}
		catch (IOException ex) {
			return fail(ZError.exccode(ex));
		}
	}

	/**
	 * Lowers the bit. The byte goes first: the other way round, a sender in between would
	 * write a byte that is read here, and nobody would see its bit.
	 */
	void recv() {
		if (this.state.get() == RAISED) {
			this.owed++;
		}
		try {
			settle();
		}
		catch (ClosedChannelException ex) {
			this.errno.set(ZError.EINTR);
			return;
		}
		catch (IOException ex) {
			throw new ZError.IOException(ex);
		}
		if (this.errno.is(ZError.EINTR)) {
			// of an earlier call: the mailbox would take it for ours and leave its
			// command
			this.errno.set(0);
		}
		this.state.set((this.bell != null) ? SILENT : 0);
	}

	@Override
	public void close() throws IOException {
		boolean interrupted = Thread.interrupted();
		try (this.source; this.sink) {
			this.ctx.closeSelector(this.selector);
		}
		finally {
			restore(interrupted);
		}
	}

	@Override
	public String toString() {
		return "Signaler[" + this.tid + "]";
	}

	private boolean look() throws IOException {
		settle();
		return isRaised() || fail(ZError.EAGAIN);
	}

	/** Who waits here waits at the pipe, bell or not. */
	private boolean awaitByte(long timeout) throws IOException {
		@Nullable Runnable ringer = this.bell;
		if (ringer == null) {
			return await(timeout);
		}
		detach();
		try {
			return isRaised() || await(timeout);
		}
		finally {
			attach(ringer);
		}
	}

	private boolean await(long timeout) throws IOException {
		long start = System.nanoTime();
		long left = timeout;
		while (left != 0) {
			this.selector.select(Math.max(left, 0));
			this.selector.selectedKeys().clear();
			if (isRaised()) {
				return true;
			}
			if (Thread.interrupted() || !this.source.isOpen()) {
				return fail(ZError.EINTR);
			}
			settle();
			if (isRaised()) {
				// its byte may be the one just taken for an owed one: do not sleep on it
				return true;
			}
			left = (timeout < 0) ? timeout : Math.max(0, timeout - (System.nanoTime() - start) / NANOS_PER_MILLI);
		}
		return fail(ZError.EAGAIN);
	}

	/** Reads what is owed as far as it has arrived, and never more than that. */
	private void settle() throws IOException {
		if (this.owed == 0) {
			return;
		}
		boolean interrupted = Thread.interrupted();
		try {
			this.bytes.clear().limit(Math.min(this.owed, READ_BYTES));
			int read = this.source.read(this.bytes);
			if (read < 0) {
				throw new ClosedChannelException();
			}
			this.owed -= read;
		}
		finally {
			restore(interrupted);
		}
	}

	private boolean fail(int reason) {
		this.errno.set(reason);
		return false;
	}

	private static void restore(boolean interrupted) {
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
