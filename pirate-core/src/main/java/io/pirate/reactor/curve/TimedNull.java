package io.pirate.reactor.curve;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.ZMQ;
import zmq.io.Metadata;
import zmq.io.SessionBase;
import zmq.io.mechanism.Mechanism;
import zmq.io.mechanism.Mechanisms;
import zmq.io.net.Address;

/**
 * The handshake without security (RFC 23, NULL): each side sends READY, or ERROR if an
 * authenticator says no. Becomes {@code zmq.io.mechanism.NullMechanism}, which nobody can
 * extend, see {@link CurveInstallation}; on the wire it does what that does.
 * <p>
 * But it tells the socket's gate when a handshake is over. JeroMQ times only the
 * greeting, so that who greets and says no more keeps a connection for ever.
 */
public final class TimedNull extends Mechanism {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.io.mechanism.NullMechanism of JeroMQ 0.6.0";

	private static final String OK = "200";

	private static final String READY = "READY";

	private static final String ERROR = "ERROR";

	/** A name with its length. */
	private static final int NAME_BYTES = 6;

	private final @Nullable String peer;

	/** Whether an authenticator is asked, which takes a domain. */
	private final boolean asks;

	private boolean asked;

	private boolean answered;

	private boolean readySent;

	private boolean errorSent;

	private boolean readyReceived;

	private boolean errorReceived;

	public TimedNull(SessionBase session, @Nullable Address peerAddress, Options options) {
		super(session, peerAddress, options);
		String domain = options.zapDomain;
		this.asks = domain != null && !domain.isEmpty() && session.zapConnect() == 0;
		this.peer = (peerAddress != null) ? peerAddress.address() : null;
	}

	@Override
	public int nextHandshakeCommand(Msg msg) {
		if (this.readySent || this.errorSent) {
			return ZError.EAGAIN;
		}
		int rc = (this.asks && !this.answered) ? ask() : 0;
		if (rc != 0) {
			return rc;
		}
		if (this.answered && !OK.equals(this.statusCode)) {
			msg.putShortString(ERROR);
			msg.putShortString(this.statusCode);
			this.errorSent = true;
			return 0;
		}
		msg.putShortString(READY);
		addProperty(msg, Metadata.SOCKET_TYPE, socketType());
		int type = this.options.type;
		if (type == ZMQ.ZMQ_REQ || type == ZMQ.ZMQ_DEALER || type == ZMQ.ZMQ_ROUTER) {
			addProperty(msg, Metadata.IDENTITY, this.options.identity);
		}
		this.readySent = true;
		tellIfOver();
		return 0;
	}

	private int ask() {
		if (this.asked) {
			return ZError.EAGAIN;
		}
		sendZapRequest(Mechanisms.NULL, false);
		this.asked = true;
		return zapMsgAvailable();
	}

	@Override
	public int processHandshakeCommand(Msg msg) {
		boolean named = msg.size() >= NAME_BYTES;
		if (this.readyReceived || this.errorReceived) {
			return unexpected();
		}
		if (named && compare(msg, READY, true)) {
			this.readyReceived = true;
			int rc = parseMetadata(msg, NAME_BYTES, false);
			if (rc == 0) {
				tellIfOver();
			}
			return rc;
		}
		if (named && compare(msg, ERROR, true)) {
			this.errorReceived = true;
			return parseErrorMessage(msg);
		}
		return unexpected();
	}

	private int unexpected() {
		this.session.getSocket()
			.eventHandshakeFailedProtocol(this.session.getEndpoint(), ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND);
		return ZError.EPROTO;
	}

	@Override
	public int zapMsgAvailable() {
		if (this.answered) {
			return ZError.EFSM;
		}
		int rc = receiveAndProcessZapReply();
		this.answered = rc == 0;
		return rc;
	}

	@Override
	public Status status() {
		if (this.readySent && this.readyReceived) {
			return Status.READY;
		}
		boolean ended = (this.readySent || this.errorSent) && (this.readyReceived || this.errorReceived);
		return ended ? Status.ERROR : Status.HANDSHAKING;
	}

	private void tellIfOver() {
		if (this.peer != null && status() == Status.READY) {
			HandshakeNews.finished(this.options, this.peer);
		}
	}

}
