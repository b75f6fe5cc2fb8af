package io.pirate.reactor.curve;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.io.SessionBase;
import zmq.io.mechanism.curve.CurveClientMechanism;

/**
 * JeroMQ's client side of CURVE, without the ways to make it throw in the I/O thread, and
 * in the right order: the stock class takes a READY before the WELCOME, under a key of
 * zeros, from anybody. Becomes {@code CurveClientMechanism} and extends the stock one,
 * see {@link CurveInstallation}.
 */
public final class GuardedClient extends CurveClientMechanism {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "CurveClientMechanism of JeroMQ 0.6.0";

	/**
	 * A nonce and a box with 256 bytes of metadata; the stock class copies whatever comes
	 * into a buffer for so many.
	 */
	private static final int LONGEST_READY = 286;

	private static final byte[] READY = { 5, 'R', 'E', 'A', 'D' };

	private static final byte[] WELCOME = { 7, 'W', 'E', 'L', 'C', 'O', 'M' };

	/** Made once, as there is a call for each frame. */
	private final UnaryOperator<@Nullable Msg> stockDecode = super::decode;

	private final UnaryOperator<Msg> stockEncode = super::encode;

	private final CurveGuard guard;

	private boolean welcomed;

	private boolean initiated;

	public GuardedClient(SessionBase session, Options options) {
		super(session, options);
		this.guard = new CurveGuard(this, CurveClientMechanism.class, session, options, false);
	}

	@Override
	public int nextHandshakeCommand(Msg msg) {
		int result = super.nextHandshakeCommand(msg);
		if (this.welcomed && result == 0) {
			this.initiated = true;
		}
		return result;
	}

	@Override
	public int processHandshakeCommand(Msg msg) {
		boolean welcome = startsWith(msg, WELCOME);
		if (msg.size() > LONGEST_READY || (welcome && this.welcomed) || (startsWith(msg, READY) && !this.initiated)) {
			return ZError.EPROTO;
		}
		try {
			int result = super.processHandshakeCommand(msg);
			this.welcomed |= welcome && result == 0;
			if (status() == Status.READY) {
				this.guard.begin();
			}
			return result;
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

	/** All but the last letter, as JeroMQ compares. */
	private static boolean startsWith(Msg msg, byte[] name) {
		if (msg.size() < name.length) {
			return false;
		}
		for (int i = 0; i < name.length; i++) {
			if (msg.get(i) != name[i]) {
				return false;
			}
		}
		return true;
	}

}
