package io.pirate;

import java.time.Duration;
import java.util.List;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.StarSnapshot;
import io.pirate.testing.CurveMutants;
import io.pirate.testing.FrameMutator;
import io.pirate.testing.MutantRunner;
import io.pirate.wire.Frames;
import io.pirate.wire.StarCodec;
import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What strangers, clients and a mad neighbour send to the encrypted link of a pair of
 * queues. The other queue of the pair is heard meanwhile, and nobody else is believed.
 */
class HostileStarTest {

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(200), 5);

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final long SEED = Long.getLong("pirate.seed", 1L) * 1_000_000_007L;

	private static final int MUTANTS = MutantRunner.gate() / 20;

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final CurveKeyPair PRIMARY = CurveKeyPair.generate();

	private static final CurveKeyPair BACKUP = CurveKeyPair.generate();

	private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

	/** It wants to serve, from an epoch on that is later than any. */
	private static final Frames CLAIM = StarCodec
		.encode(new StarCommand.Tell(StarRole.BACKUP, StarState.ACTIVE, Long.MAX_VALUE / 2, 1, 2, 3, 4));

	private static final List<Frames> MESSAGES = List.of(CLAIM, Frames.ofText("", "request"));

	private PirateQueue primary;

	private PirateQueue backup;

	@BeforeEach
	void start() {
		this.primary = queue(StarRole.PRIMARY, PRIMARY, "tcp://127.0.0.1:9", BACKUP);
		this.backup = queue(StarRole.BACKUP, BACKUP, this.primary.starEndpoint(), PRIMARY);
		await().atMost(SOON).until(this::hearsItsBackup);
	}

	@AfterEach
	void close() {
		this.backup.close();
		this.primary.close();
	}

	@Test
	void whoHasNoKeyIsNotBelieved() {
		long epoch = star().epoch();
		new MutantRunner(new FrameMutator("DEALER", "", MESSAGES)::stream, SEED, MutantRunner.gate() / 4)
			.against(this.primary.starEndpoint(), this::requireHealth);
		requireUnmoved(epoch);
	}

	/** A client of the queue, with every right there, is nobody between the queues. */
	@Test
	void whoHasAnotherKeyIsNotBelieved() {
		long epoch = star().epoch();
		int letIn = mutants(CLIENT, 1).against(this.primary.starEndpoint(), MUTANTS, this::requireHealth);
		assertThat(letIn).isZero();
		requireUnmoved(epoch);
	}

	/** What it says whole counts, as it would of the real one: that much it may do. */
	@Test
	void whoHasTheKeyOfThePairDoesNoHarmByWhatIsDamaged() {
		int letIn = mutants(BACKUP, 2).against(this.primary.starEndpoint(), MUTANTS,
				() -> assertThat(this.primary.failure()).isNull());
		assertThat(letIn).isPositive();
		requireHealth();
	}

	private void requireUnmoved(long epoch) {
		requireHealth();
		assertThat(star().epoch()).isEqualTo(epoch);
		assertThat(star().problem()).isNull();
	}

	private void requireHealth() {
		assertThat(this.primary.failure()).isNull();
		await().atMost(SOON).until(this::hearsItsBackup);
	}

	private boolean hearsItsBackup() {
		long heardMs = star().peerHeardMs();
		return heardMs >= 0 && heardMs < PULSE.allowanceNanos() / 1_000_000L;
	}

	private StarSnapshot star() {
		StarSnapshot star = this.primary.star();
		assertThat(star).isNotNull();
		return star;
	}

	private CurveMutants mutants(CurveKeyPair keys, int stream) {
		return new CurveMutants(PRIMARY.publicKey(), keys.publicKey(), keys.secretKey(), MESSAGES,
				SEED + stream * 1_000_000L);
	}

	/** Its own link leads to the other queue or to nobody: ports are free ones. */
	private static PirateQueue queue(StarRole role, CurveKeyPair keys, String peer, CurveKeyPair peerKeys) {
		PeerList clients = PeerList
			.of(new AcceptedPeer("client", List.of(CLIENT.publicKey()), List.of("*"), List.of("*")));
		BinaryStarOptions pair = new BinaryStarOptions(role, ANY_PORT, peer, PULSE, null, peerKeys.publicKey());
		PirateQueue queue = new PirateQueue(
				QueueOptions.of(ANY_PORT, ANY_PORT).with(pair).with(SecurityOptions.server(keys, clients)),
				PirateListener.NONE);
		queue.start();
		return queue;
	}

}
