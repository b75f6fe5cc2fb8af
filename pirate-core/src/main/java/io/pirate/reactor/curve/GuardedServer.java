package io.pirate.reactor.curve;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.io.SessionBase;
import zmq.io.mechanism.curve.CurveServerMechanism;
import zmq.io.net.Address;

/**
 * JeroMQ's server side of CURVE, without the ways to make it throw in the I/O thread.
 * Becomes {@code CurveServerMechanism} and extends the stock one, see
 * {@link CurveInstallation}.
 */
public final class GuardedServer extends CurveServerMechanism {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "CurveServerMechanism of JeroMQ 0.6.0";

	/**
	 * Cookie, nonce and a box with 256 bytes of metadata; the stock class copies whatever
	 * comes into a buffer for so many.
	 */
	private static final int LONGEST_INITIATE = 513;

	/** Made once, as there is a call for each frame. */
	private final UnaryOperator<@Nullable Msg> stockDecode = super::decode;

	private final UnaryOperator<Msg> stockEncode = super::encode;

	private final CurveGuard guard;

	private final String peer;

	public GuardedServer(SessionBase session, Address peerAddress, Options options) {
		super(session, peerAddress, options);
		this.guard = new CurveGuard(this, CurveServerMechanism.class, session, options, true);
		this.peer = peerAddress.address();
	}

	@Override
	public int nextHandshakeCommand(Msg msg) {
		int result = super.nextHandshakeCommand(msg);
		if (result == 0 && status() == Status.READY) {
			this.guard.begin();
			HandshakeNews.finished(this.options, this.peer);
		}
		return result;
	}

	@Override
	public int processHandshakeCommand(Msg msg) {
		if (msg.size() > LONGEST_INITIATE) {
			return ZError.EPROTO;
		}
		try {
			return super.processHandshakeCommand(msg);
		}
		catch (RuntimeException | AssertionError ex) {
			// what a peer sends may end its connection, never the thread
			return ZError.EPROTO;
		}
	}

	@Override
	public Msg encode(Msg msg) {
		return this.guard.encode(this.stockEncode, msg);
	}

	@Override
	public @Nullable Msg decode(Msg msg) {
		return this.guard.decode(this.stockDecode, msg);
	}

}
