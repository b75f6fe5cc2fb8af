package io.pirate.reactor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/**
 * What JeroMQ's own poller can be woken by. Survives threads that are interrupted while
 * they write, which closes a pipe.
 */
final class WakeupPipe implements Runnable {

	private static final int ATTEMPTS = 3;

	private final ByteBuffer drain = ByteBuffer.allocate(64);

	private volatile Pipe pipe;

	WakeupPipe() {
		this.pipe = open();
	}

	SelectableChannel channel() {
		return this.pipe.source();
	}

	/** Makes the channel readable. Any thread. */
	@Override
	public void run() {
		boolean flag = Thread.interrupted();
		try {
			write();
		}
		finally {
			if (flag) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void write() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Pipe current = this.pipe;
			try {
				current.sink().write(ByteBuffer.allocate(1));
				return;
			}
			catch (IOException ex) {
				if (current == this.pipe) {
					// closed under our hands, which the loop sees as the end of the pipe:
					// it wakes
					return;
				}
			}
		}
	}

	/**
	 * Takes the bytes of past signals. Loop's thread.
	 * @return false if the pipe had been closed and was replaced
	 */
	boolean drain() {
		try {
			this.drain.clear();
			if (this.pipe.source().read(this.drain) >= 0) {
				return true;
			}
		}
		catch (IOException ex) {
			// closed by an interrupt: replaced below
		}
		Pipe old = this.pipe;
		this.pipe = open();
		close(old);
		return false;
	}

	void close() {
		close(this.pipe);
	}

	private static Pipe open() {
		try {
			Pipe pipe = Pipe.open();
			pipe.source().configureBlocking(false);
			pipe.sink().configureBlocking(false);
			return pipe;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("no pipe to wake the loop with", ex);
		}
	}

	private static void close(Pipe pipe) {
		try {
			pipe.sink().close();
			pipe.source().close();
		}
		catch (IOException ex) {
			// nothing left that could be done about it
		}
	}

}
