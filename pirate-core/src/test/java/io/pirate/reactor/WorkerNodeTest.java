package io.pirate.reactor;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.pirate.machine.BrokerEvents;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a loop may do to a worker's sockets while the worker lives on. */
class WorkerNodeTest {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final WorkerEvents NOBODY = new WorkerEvents() {
	};

	private final Reactor reactor = new Reactor("worker-node-test");

	private final ZContext context = new ZContext();

	@BeforeEach
	void start() {
		this.reactor.start();
	}

	@AfterEach
	void stop() {
		this.reactor.close();
		this.context.close();
	}

	private static WorkerSettings settings(String endpoint) {
		return new WorkerSettings("w", ServiceName.ANONYMOUS, WorkerDialect.PARANOID, List.of(endpoint),
				new HeartbeatPolicy(Duration.ofMillis(200), 5), Duration.ofMillis(200), Duration.ofMillis(400), 2, 4,
				Duration.ofSeconds(30), Duration.ofSeconds(1));
	}

	private static SocketSettings sockets() {
		return SocketSettings.server(1024, HeartbeatPolicy.DEFAULT);
	}

	private <T> T call(Callable<T> task) throws Exception {
		return this.reactor.call(task, PATIENCE);
	}

	private ZMQ.Socket socket(SocketType type) {
		ZMQ.Socket socket = this.context.createSocket(type);
		socket.setLinger(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut((int) PATIENCE.toMillis());
		return socket;
	}

	private static byte[] awaitReady(ZMQ.Socket router) {
		while (true) {
			ZMsg message = ZMsg.recvMsg(router);
			assertThat(message).as("READY").isNotNull();
			if (message.size() == 2 && message.peekLast().getData()[0] == 1) {
				return message.pop().getData();
			}
		}
	}

	@Test
	void registersAnewWhenTheLoopReplacesItsSockets() throws Exception {
		ZMQ.Socket queue = socket(SocketType.ROUTER);
		queue.bind("tcp://127.0.0.1:*");
		WorkerNode node = new WorkerNode(settings(queue.getLastEndpoint()), sockets(), (job) -> {
		}, NOBODY);
		call(() -> {
			this.reactor.loop().add(node);
			return true;
		});
		byte[] first = awaitReady(queue);
		call(() -> {
			node.close();
			node.open(this.reactor.loop());
			return true;
		});
		assertThat(awaitReady(queue)).isNotEqualTo(first);
		assertThat(call(() -> node.snapshot(System.nanoTime()).reconnects())).isEqualTo(1);
	}

	@Test
	void opensOnlyWhatIsNotConnectedAnewWhenTheClockIsSet() throws Exception {
		ZMQ.Socket queue = socket(SocketType.ROUTER);
		queue.bind("tcp://127.0.0.1:*");
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			WorkerSettings one = settings(queue.getLastEndpoint());
			WorkerSettings both = new WorkerSettings(one.name(), one.service(), one.dialect(),
					List.of(one.endpoints().get(0), "tcp://127.0.0.1:" + silent.getLocalPort()),
					new HeartbeatPolicy(Duration.ofSeconds(10), 3), one.reconnectInterval(), one.reconnectIntervalMax(),
					2, 4, one.handlerTimeout(), one.drainTimeout());
			WorkerNode node = new WorkerNode(both, sockets(), (job) -> {
			}, NOBODY);
			call(() -> {
				this.reactor.loop().add(node);
				return true;
			});
			awaitReady(queue);
			silent.accept();
			call(() -> {
				node.clockStepped();
				return true;
			});
			await().until(() -> call(() -> node.snapshot(System.nanoTime()).reconnects()) == 1);
			silent.setSoTimeout((int) PATIENCE.toMillis());
			silent.accept();
		}
	}

	@Test
	void aDirectServerKeepsItsPortAndItsWorkWhenTheLoopReplacesItsSocket() throws Exception {
		DirectServerNode[] self = new DirectServerNode[1];
		Handlers echo = (job) -> this.reactor.execute(
				() -> self[0].onHandled(job.id(), Reply.ok(job.request().body(), null, Map.of()), System.nanoTime()));
		DirectServerNode node = new DirectServerNode("tcp://127.0.0.1:*", null, settings("tcp://127.0.0.1:1"),
				QueueSettings.defaults(64L * 1024 * 1024), sockets(), echo, NOBODY, new BrokerEvents() {
				});
		self[0] = node;
		String endpoint = call(() -> {
			this.reactor.loop().add(node);
			return node.boundEndpoint();
		});
		ZMQ.Socket client = socket(SocketType.REQ);
		client.connect(endpoint);
		client.send("one");
		assertThat(client.recvStr()).isEqualTo("one");
		call(() -> {
			node.close();
			return true;
		});
		// the old socket gives its port back in the background
		await().ignoreException(BindFailedException.class).until(() -> call(() -> {
			node.open(this.reactor.loop());
			return true;
		}));
		assertThat(call(node::boundEndpoint)).isEqualTo(endpoint);
		ZMQ.Socket next = socket(SocketType.REQ);
		next.connect(endpoint);
		next.send("two");
		assertThat(next.recvStr()).isEqualTo("two");
	}

}
