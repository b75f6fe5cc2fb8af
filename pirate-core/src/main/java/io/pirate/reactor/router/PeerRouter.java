package io.pirate.reactor.router;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.Msg;
import zmq.Options;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;
import zmq.pipe.Pipe;
import zmq.util.Blob;
import zmq.util.Utils;

/**
 * Knows its peers by name. Becomes {@code zmq.socket.reqrep.Router} (see
 * {@link RouterInstallation}), which REP extends, so its public and protected members are
 * those of that class, and it refers to nothing but the JDK and JeroMQ.
 * <p>
 * The stock one walks through all of its peers when one of them has something to read or
 * takes something again, and copies a peer's name whenever it is sent something.
 */
public class PeerRouter extends SocketBase {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.socket.reqrep.Router of JeroMQ 0.6.0";

	private static final int GENERATED_LENGTH = 5;

	private final FairQueue fairQueue = new FairQueue();

	private final TakenMessage message = new TakenMessage();

	private final Map<PeerName, RoutedPeer> peers = new HashMap<>();

	/** Used again for each question to the map. */
	private final PeerName wanted = new PeerName(new byte[0]);

	/** Who gets the message at hand; nobody gets it if there is none. */
	private @Nullable Pipe currentOut;

	/** Whether the message at hand is not yet complete. */
	private boolean moreOut;

	private int nextGenerated = Utils.randomInt();

	private boolean mandatory;

	private boolean rawSocket;

	private boolean probing;

	private boolean handover;

	public PeerRouter(Ctx parent, int tid, int sid) {
		super(parent, tid, sid);
		this.options.type = ZMQ.ZMQ_ROUTER;
		this.options.recvIdentity = true;
		this.options.rawSocket = false;
		this.options.canSendHelloMsg = true;
		this.options.canReceiveDisconnectMsg = true;
	}

	@Override
	public void xattachPipe(Pipe pipe, boolean subscribe2all, boolean isLocallyInitiated) {
		if (this.probing) {
			pipe.write(new Msg());
			pipe.flush();
		}
		identify(pipe, isLocallyInitiated);
	}

	@Override
	public boolean xsetsockopt(int option, Object optval) {
		switch (option) {
			case ZMQ.ZMQ_CONNECT_RID -> this.connectRid = Options.parseString(option, optval);
			case ZMQ.ZMQ_ROUTER_RAW -> {
				this.rawSocket = Options.parseBoolean(option, optval);
				if (this.rawSocket) {
					this.options.recvIdentity = false;
					this.options.rawSocket = true;
				}
			}
			case ZMQ.ZMQ_ROUTER_MANDATORY -> this.mandatory = Options.parseBoolean(option, optval);
			case ZMQ.ZMQ_PROBE_ROUTER -> this.probing = Options.parseBoolean(option, optval);
			case ZMQ.ZMQ_ROUTER_HANDOVER -> this.handover = Options.parseBoolean(option, optval);
			default -> {
				this.errno.set(ZError.EINVAL);
				return false;
			}
		}
		return true;
	}

	@Override
	public void xpipeTerminated(Pipe pipe) {
		if (!this.fairQueue.has(pipe)) {
			return;
		}
		RoutedPeer peer = this.fairQueue.terminated(pipe);
		if (peer != null) {
			this.peers.remove(peer.name());
		}
		if (pipe == this.currentOut) {
			this.currentOut = null;
		}
	}

	@Override
	public void xreadActivated(Pipe pipe) {
		if (this.fairQueue.has(pipe)) {
			this.fairQueue.activated(pipe);
		}
		else {
			identify(pipe, false);
		}
	}

	/** The pipe itself knows that it takes messages again. */
	@Override
	public void xwriteActivated(Pipe pipe) {
	}

	@Override
	protected boolean xsend(Msg msg) {
		return this.moreOut ? sendFurther(msg) : sendFirst(msg);
	}

	/** The name of the peer who gets the rest. */
	private boolean sendFirst(Msg msg) {
		if (!msg.hasMore()) {
			// a name, and nothing for whom it names
			return true;
		}
		this.wanted.become(msg.data());
		RoutedPeer peer = this.peers.get(this.wanted);
		if (peer != null && peer.pipe().checkWrite()) {
			this.currentOut = peer.pipe();
		}
		else if (this.mandatory) {
			this.errno.set((peer != null) ? ZError.EAGAIN : ZError.EHOSTUNREACH);
			return false;
		}
		this.moreOut = true;
		return true;
	}

	private boolean sendFurther(Msg msg) {
		if (this.options.rawSocket) {
			msg.resetFlags(Msg.MORE);
		}
		this.moreOut = msg.hasMore();
		Pipe pipe = this.currentOut;
		if (pipe == null) {
			return true;
		}
		if (this.rawSocket && msg.size() == 0) {
			// how a user of raw sockets ends a connection
			pipe.terminate(false);
			this.currentOut = null;
		}
		else if (!pipe.write(msg)) {
			this.currentOut = null;
		}
		else if (!this.moreOut) {
			pipe.flush();
			this.currentOut = null;
		}
		return true;
	}

	@Override
	protected @Nullable Msg xrecv() {
		if (!isMessageThere()) {
			return null;
		}
		Msg frame = this.message.poll();
		if (this.message.isEmpty()) {
			this.fairQueue.given();
		}
		return frame;
	}

	/** Takes back what of the message at hand was sent. */
	protected boolean rollback() {
		Pipe pipe = this.currentOut;
		if (pipe != null) {
			pipe.rollback();
			this.currentOut = null;
			this.moreOut = false;
		}
		return true;
	}

	@Override
	protected boolean xhasIn() {
		return isMessageThere();
	}

	/** Whether a peer takes something is seen when it is sent something. */
	@Override
	protected boolean xhasOut() {
		return true;
	}

	@Override
	protected @Nullable Blob getCredential() {
		return this.fairQueue.credential();
	}

	private boolean isMessageThere() {
		if (this.message.isEmpty() && !this.fairQueue.receive(this.message)) {
			this.errno.set(ZError.EAGAIN);
			return false;
		}
		return true;
	}

	private void identify(Pipe pipe, boolean isLocallyInitiated) {
		PeerName name = nameOf(pipe, isLocallyInitiated);
		if (name != null) {
			pipe.setIdentity(Blob.createBlob(name.bytes()));
			RoutedPeer peer = new RoutedPeer(pipe, name);
			this.peers.put(name, peer);
			this.fairQueue.attach(peer);
		}
	}

	/** The name of a new peer; none if it has not told it yet, or another one has it. */
	private @Nullable PeerName nameOf(Pipe pipe, boolean isLocallyInitiated) {
		PeerName given = isLocallyInitiated ? givenName() : null;
		if (given != null) {
			return given;
		}
		if (this.rawSocket) {
			return generated();
		}
		Msg said = pipe.read();
		if (said == null) {
			return null;
		}
		if (said.size() == 0) {
			return generated();
		}
		// within a process the other socket has the same array
		PeerName name = new PeerName(said.data().clone());
		RoutedPeer holder = this.peers.get(name);
		if (holder != null && !this.handover) {
			// nobody would ever read what it holds, which may be much
			pipe.terminate(false);
			return null;
		}
		if (holder != null) {
			handOver(holder);
		}
		return name;
	}

	/** What the next peer that we connect to is called, whatever it says. */
	private @Nullable PeerName givenName() {
		String rid = this.connectRid;
		if (rid == null || rid.isEmpty()) {
			return null;
		}
		this.connectRid = null;
		PeerName name = new PeerName(rid.getBytes(ZMQ.CHARSET));
		return this.peers.containsKey(name) ? null : name;
	}

	/** The old holder gets another name until it is gone. */
	private void handOver(RoutedPeer holder) {
		this.peers.remove(holder.name());
		PeerName other = generated();
		holder.rename(other);
		holder.pipe().setIdentity(Blob.createBlob(other.bytes()));
		this.peers.put(other, holder);
		holder.pipe().terminate(true);
	}

	private PeerName generated() {
		PeerName name;
		do {
			byte[] bytes = new byte[GENERATED_LENGTH];
			ByteBuffer.wrap(bytes).putInt(1, this.nextGenerated++);
			name = new PeerName(bytes);
		}
		while (this.peers.containsKey(name));
		return name;
	}

}
