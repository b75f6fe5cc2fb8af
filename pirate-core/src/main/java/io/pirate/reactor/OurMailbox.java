package io.pirate.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;
import zmq.IMailbox;
import zmq.Mailbox;
import zmq.SocketBase;

/**
 * A mailbox of JeroMQ's with our signaler in it, which rings a bell where JeroMQ's writes
 * a byte. The compiler knows that signaler by JeroMQ's name only.
 */
final class OurMailbox {

	/** {@code null} if the signaler is JeroMQ's. Asked for after ours is installed. */
	private static final @Nullable Access ACCESS = access();

	private final Access access;

	private final Mailbox mailbox;

	private OurMailbox(Access access, Mailbox mailbox) {
		this.access = access;
		this.mailbox = mailbox;
	}

	static boolean isAvailable() {
		return ACCESS != null;
	}

	static OurMailbox of(Mailbox mailbox) {
		return new OurMailbox(available(), mailbox);
	}

	static OurMailbox of(SocketBase socket) {
		try {
			return of((Mailbox) available().ofSocket.invokeExact(socket));
		}
		catch (Throwable ex) {
			throw failed(ex);
		}
	}

	/** From now on its reader has to look by itself before it sleeps. */
	void attach(Runnable bell) {
		try {
			this.access.attach.invokeExact(this.mailbox, bell);
		}
		catch (Throwable ex) {
			throw failed(ex);
		}
	}

	/** From now on it can be waited for by a selector. */
	void detach() {
		try {
			this.access.detach.invokeExact(this.mailbox);
		}
		catch (Throwable ex) {
			throw failed(ex);
		}
	}

	/** Whether commands may be there. */
	boolean isRaised() {
		try {
			return (boolean) this.access.isRaised.invokeExact(this.mailbox);
		}
		catch (Throwable ex) {
			throw failed(ex);
		}
	}

	private static Access available() {
		if (ACCESS == null) {
			throw new IllegalStateException("JeroMQ's own signaler has no bell");
		}
		return ACCESS;
	}

	private static @Nullable Access access() {
		try {
			Lookup lookup = MethodHandles.privateLookupIn(Mailbox.class, MethodHandles.lookup());
			Class<?> signaler = lookup.findClass("zmq.Signaler");
			MethodHandle inside = lookup.findGetter(Mailbox.class, "signaler", signaler);
			MethodHandle attach = lookup.findVirtual(signaler, "attach",
					MethodType.methodType(void.class, Runnable.class));
			MethodHandle detach = lookup.findVirtual(signaler, "detach", MethodType.methodType(void.class));
			MethodHandle raised = lookup.findVirtual(signaler, "isRaised", MethodType.methodType(boolean.class));
			MethodHandle ofSocket = MethodHandles.privateLookupIn(SocketBase.class, lookup)
				.findGetter(SocketBase.class, "mailbox", IMailbox.class)
				.asType(MethodType.methodType(Mailbox.class, SocketBase.class));
			return new Access(ofSocket, MethodHandles.filterArguments(attach, 0, inside),
					MethodHandles.filterArguments(detach, 0, inside), MethodHandles.filterArguments(raised, 0, inside));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	static RuntimeException failed(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(ex);
	}

	private record Access(MethodHandle ofSocket, MethodHandle attach, MethodHandle detach, MethodHandle isRaised) {
	}

}
