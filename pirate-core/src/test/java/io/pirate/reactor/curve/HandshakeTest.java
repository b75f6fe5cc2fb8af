package io.pirate.reactor.curve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.Msg;
import zmq.Options;
import zmq.ZMQ;
import zmq.io.IOThread;
import zmq.io.SessionBase;
import zmq.io.mechanism.Mechanism;
import zmq.io.mechanism.curve.Curve;
import zmq.io.mechanism.curve.CurveClientMechanism;
import zmq.io.mechanism.curve.CurveServerMechanism;
import zmq.io.net.Address;
import zmq.io.net.NetProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/** JeroMQ's two mechanisms, as they are in this process, with nothing between them. */
@Timeout(60)
class HandshakeTest {

	private final Ctx context = ZMQ.createContext();

	private final IOThread ioThread = new IOThread(this.context, 1);

	private Mechanism client;

	private Mechanism server;

	private Msg ready;

	@BeforeEach
	void shakeHands() {
		this.ioThread.start();
		byte[][] serverKeys = new Curve().keypair();
		byte[][] clientKeys = new Curve().keypair();
		Options ofServer = options(ZMQ.ZMQ_ROUTER, serverKeys);
		Options ofClient = options(ZMQ.ZMQ_DEALER, clientKeys);
		ofClient.curveServerKey = serverKeys[0];
		this.server = new CurveServerMechanism(session(ofServer), new Address(NetProtocol.tcp, "127.0.0.1:1"),
				ofServer);
		this.client = new CurveClientMechanism(session(ofClient), ofClient);
		assertThat(this.server.processHandshakeCommand(next(this.client))).isZero();
		assertThat(this.client.processHandshakeCommand(next(this.server))).isZero();
		assertThat(this.server.processHandshakeCommand(next(this.client))).isZero();
		this.ready = next(this.server);
		assertThat(this.client.processHandshakeCommand(this.ready)).isZero();
	}

	@AfterEach
	void close() throws IOException {
		this.ioThread.close();
		this.context.terminate();
	}

	@Test
	void whatOneEncryptsTheOtherDecrypts() {
		assertThat(text(this.server.decode(this.client.encode(message("question"))))).isEqualTo("question");
		assertThat(text(this.client.decode(this.server.encode(message("answer"))))).isEqualTo("answer");
	}

	/**
	 * A number that is used twice gives away what both messages are. READY comes again if
	 * somebody on the way repeats it, or JeroMQ does: it had no room for the name of the
	 * peer.
	 */
	@Test
	void noNumberIsUsedTwiceIfReadyComesAgain() {
		Msg first = this.client.encode(message("first"));
		this.client.processHandshakeCommand(this.ready);
		Msg second = this.client.encode(message("second"));
		assertThat(number(second)).isGreaterThan(number(first));
		assertThat(text(this.server.decode(first))).isEqualTo("first");
		assertThat(text(this.server.decode(second))).isEqualTo("second");
	}

	@Test
	void nothingIsReadTwiceIfReadyComesAgain() {
		byte[] answer = this.server.encode(message("answer")).data();
		assertThat(text(this.client.decode(new Msg(answer.clone())))).isEqualTo("answer");
		this.client.processHandshakeCommand(this.ready);
		assertThat(this.client.decode(new Msg(answer.clone()))).isNull();
	}

	private SessionBase session(Options options) {
		return new SessionBase(this.ioThread, false, null, options, null);
	}

	private static Options options(int type, byte[][] keys) {
		Options options = new Options();
		options.type = type;
		options.curvePublicKey = keys[0];
		options.curveSecretKey = keys[1];
		return options;
	}

	private static Msg next(Mechanism from) {
		Msg.Builder command = new Msg.Builder();
		assertThat(from.nextHandshakeCommand(command)).isZero();
		return command.build();
	}

	private static long number(Msg command) {
		return ByteBuffer.wrap(command.data()).getLong(8);
	}

	private static Msg message(String text) {
		return new Msg(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String text(Msg message) {
		return new String(message.data(), StandardCharsets.US_ASCII);
	}

}
