package io.pirate.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Peers that want what they may not have show in metrics and health, by name. */
class DeniedPeersTests {

	private static final Peer SHOP = Peer.named("shop", List.of("orders"), List.of("orders"));

	private static final ServiceName SECRET = new ServiceName("secret");

	private BrokerMachine machine;

	private final QueueMetrics metrics = new QueueMetrics(() -> Optional.of(this.machine.snapshot(0)), List.of());

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void aPeerBecomesATagWithItsFirstDenial() {
		start();
		assertThat(this.meters.find("pirate.queue.denied").functionCounters()).isEmpty();
		call(1);
		call(2);
		this.machine.onReady(Identity.of(new byte[] { 2 }), SHOP, WorkerDialect.MAJORDOMO_02, SECRET, 0);
		assertThat(denied("call")).isEqualTo(2);
		assertThat(denied("serve")).isEqualTo(1);
		assertThat(this.meters.get("pirate.queue.rejected").tag("reason", "denied").functionCounter().count())
			.isEqualTo(2);
		assertThat(this.meters.get("pirate.queue.dropped").tag("reason", "denied").functionCounter().count())
			.isEqualTo(1);
	}

	@Test
	void healthNamesPeersOnlyIfThereAreAny() {
		start();
		Identity worker = Identity.of(new byte[] { 3 });
		this.machine.onReady(worker, Peer.ANYONE, WorkerDialect.MAJORDOMO_02, SECRET, 0);
		assertThat(QueueView.workers(this.machine.snapshot(0)).get(0)).doesNotContainKey("peer");
		this.machine.onGone(worker, 0);
		this.machine.onReady(worker, SHOP, WorkerDialect.MAJORDOMO_02, new ServiceName("orders"), 0);
		assertThat(QueueView.workers(this.machine.snapshot(0)).get(0)).containsEntry("peer", "shop");
		call(1);
		assertThat(QueueView.denied(this.machine.snapshot(0).denied()))
			.isEqualTo(Map.of("shop", Map.of("calls", 1L, "workers", 0L)));
	}

	private void start() {
		this.machine = new BrokerMachine(QueueSettings.defaults(1 << 28), 7, () -> 0, mock(BrokerActions.class),
				this.metrics);
		this.metrics.bindTo(this.meters);
	}

	private void call(long number) {
		Envelope envelope = new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, CallFrame.of(1, number));
		this.machine.onRequest(Identity.of(new byte[] { 1 }), SHOP, envelope, SECRET, Frames.ofText("x"), 0);
	}

	private double denied(String right) {
		return this.meters.get("pirate.queue.denied").tags("peer", "shop", "right", right).functionCounter().count();
	}

}
