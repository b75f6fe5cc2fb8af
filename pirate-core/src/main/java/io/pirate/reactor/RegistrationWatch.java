package io.pirate.reactor;

import java.nio.channels.SelectableChannel;

import org.jspecify.annotations.Nullable;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * Gives fresh connections back the registration that JeroMQ 0.6.0 loses now and then.
 * <p>
 * When TCP is connected, the channel passes from the handler that connects to the one
 * that talks. If both steps fall into one pass of the I/O thread, because a command has
 * arrived together with the connection, then the second handler finds the cancelled key
 * of the first still there, and does not register. Nothing will ever be read: the
 * handshake stalls. The poller registers what has no key whenever anything about its
 * handlers has changed; so this looks at the channel a little later, and if it is
 * registered nowhere, tells the poller of a change.
 */
final class RegistrationWatch {

	/** The first look may fall into the same pass, the next ones hardly can. */
	private static final long[] LOOKS_MILLIS = { 1, 4, 16 };

	private volatile @Nullable Poller poller;

	/**
	 * JeroMQ starts its I/O thread.
	 * @param poller what runs on it
	 */
	void runs(Poller poller) {
		this.poller = poller;
	}

	/**
	 * TCP is connected. I/O thread.
	 * @param channel the connection
	 */
	void connected(Object channel) {
		Poller current = this.poller;
		if (current != null && channel instanceof SelectableChannel selectable) {
			new Looks(current, selectable).next();
		}
	}

	/** On the I/O thread, as a timer. */
	private static final class Looks implements IPollEvents {

		private final Poller poller;

		private final SelectableChannel channel;

		private int done;

		Looks(Poller poller, SelectableChannel channel) {
			this.poller = poller;
			this.channel = channel;
		}

		void next() {
			if (this.done < LOOKS_MILLIS.length) {
				this.poller.addTimer(LOOKS_MILLIS[this.done], this, this.done);
				this.done++;
			}
		}

		@Override
		public void timerEvent(int id) {
			if (!this.channel.isOpen()) {
				return;
			}
			if (this.channel.isRegistered()) {
				next();
			}
			else {
				// of a handle that the poller does not know: only the change counts
				this.poller.resetPollIn(new Poller.Handle(this.channel, this));
			}
		}

	}

}
