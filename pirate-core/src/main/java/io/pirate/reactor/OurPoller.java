package io.pirate.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;
import zmq.io.IOThread;
import zmq.poll.Poller;

/**
 * Our poller in the place of JeroMQ's, which can be run pass by pass. The compiler knows
 * it by JeroMQ's name only.
 */
final class OurPoller {

	/** {@code null} if the poller is JeroMQ's. Asked for after ours is installed. */
	private static final @Nullable Access ACCESS = access();

	private final Access access;

	private final Poller poller;

	private OurPoller(Access access, Poller poller) {
		this.access = access;
		this.poller = poller;
	}

	static boolean isAvailable() {
		return ACCESS != null;
	}

	static OurPoller of(Poller poller) {
		if (ACCESS == null) {
			throw new IllegalStateException("JeroMQ's own poller has a thread of its own");
		}
		return new OurPoller(ACCESS, poller);
	}

	/** The mailbox of the thread it belongs to. */
	OurMailbox commands() {
		try {
			return OurMailbox.of(((IOThread) this.access.commands.invokeExact(this.poller)).getMailbox());
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	/**
	 * Runs commands and timers.
	 * @return milliseconds until the next timer, or -1
	 */
	long prepare() {
		try {
			return (long) this.access.prepare.invokeExact(this.poller);
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	/**
	 * Waits for a channel; 0 only looks, -1 waits without end.
	 * @return whether one is ready
	 */
	boolean select(long millis) {
		try {
			return (boolean) this.access.select.invokeExact(this.poller, millis);
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	/** Reads and writes what is ready. */
	void handleReady() {
		try {
			this.access.handleReady.invokeExact(this.poller);
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	/** Ends a wait. Any thread. */
	void wakeup() {
		try {
			this.access.wakeup.invokeExact(this.poller);
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	/** Whether it will be run no more. Any thread. */
	boolean isStopping() {
		try {
			return (boolean) this.access.isStopping.invokeExact(this.poller);
		}
		catch (Throwable ex) {
			throw OurMailbox.failed(ex);
		}
	}

	private static @Nullable Access access() {
		Lookup lookup = MethodHandles.publicLookup();
		MethodType plain = MethodType.methodType(void.class);
		MethodType asking = MethodType.methodType(boolean.class);
		try {
			return new Access(lookup.findVirtual(Poller.class, "commands", MethodType.methodType(IOThread.class)),
					lookup.findVirtual(Poller.class, "prepare", MethodType.methodType(long.class)),
					lookup.findVirtual(Poller.class, "select", MethodType.methodType(boolean.class, long.class)),
					lookup.findVirtual(Poller.class, "handleReady", plain),
					lookup.findVirtual(Poller.class, "wakeup", plain),
					lookup.findVirtual(Poller.class, "isStopping", asking));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private record Access(MethodHandle commands, MethodHandle prepare, MethodHandle select, MethodHandle handleReady,
			MethodHandle wakeup, MethodHandle isStopping) {
	}

}
