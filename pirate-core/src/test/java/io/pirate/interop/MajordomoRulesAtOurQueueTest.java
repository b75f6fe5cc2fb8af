package io.pirate.interop;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.pirate.PirateQueue;
import io.pirate.machine.Drop;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What our queue says to Majordomo workers that say what they may not. */
class MajordomoRulesAtOurQueueTest {

	private final Crew crew = new Crew();

	private final PirateQueue queue = this.crew.patientQueue();

	/** The commands of one version, as a libzmq peer sends them. */
	enum Version {

		V01(1, "", "MDPW01"), V02(2, "MDPW02");

		final int number;

		private final String[] head;

		Version(int number, String... head) {
			this.number = number;
			this.head = head;
		}

		Frames command(int code, String... content) {
			String[] command = { String.valueOf((char) code) };
			return Frames.ofText(Stream.of(this.head, command, content).flatMap(Stream::of).toArray(String[]::new));
		}

		Frames ready(String service) {
			return command(1, service);
		}

		Frames reply(Frames lease, String text) {
			Frames head = command((this == V01) ? 3 : 4);
			byte[][] parts = new byte[head.size() + 3][];
			int next = head.copyTo(parts, 0);
			parts[next++] = lease.frame(0);
			parts[next++] = new byte[0];
			parts[next] = text.getBytes(StandardCharsets.UTF_8);
			return Frames.of(parts);
		}

		Frames heartbeat() {
			return command((this == V01) ? 4 : 5);
		}

		Frames disconnect() {
			return command((this == V01) ? 5 : 6);
		}

		/**
		 * What stands after a REQUEST's head: the lease's address, the empty frame, the
		 * body.
		 */
		Frames lease(Frames request) {
			Frames head = command(2);
			assertThat(request.slice(0, head.size())).isEqualTo(head);
			return request.from(head.size());
		}

	}

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	private RawDealer worker(Version version, String service) {
		RawDealer worker = this.crew.dealer(this.queue.backend());
		long before = this.queue.snapshot().workers().size();
		worker.send(version.ready(service));
		Awaitility.await().until(() -> this.queue.snapshot().workers().size() == before + 1);
		return worker;
	}

	private void awaitWorkers(int count) {
		Awaitility.await().until(() -> this.queue.snapshot().workers().size() == count);
	}

	private void awaitDropped(Drop reason) {
		Awaitility.await().until(() -> this.queue.snapshot().dropped().getOrDefault(reason, 0L) > 0);
	}

	private ChildProcess ask(String service) {
		return this.crew.majordomoClient(this.queue.frontend(), 1, service, "--ask", "hi");
	}

	@ParameterizedTest
	@EnumSource
	void secondReadyEndsTheRegistration(Version version) {
		RawDealer worker = worker(version, "echo");
		worker.send(version.ready("echo"));
		assertThat(worker.receive()).isEqualTo(version.disconnect());
		awaitWorkers(0);
	}

	@ParameterizedTest
	@EnumSource
	void secondReadyGivesWhatWasInHandToAnother(Version version) {
		RawDealer worker = worker(version, "echo");
		ChildProcess client = ask("echo");
		assertThat(version.lease(worker.receive()).text(2)).isEqualTo("hi");
		this.crew.majordomoWorker(this.queue.backend(), version.number, "echo");
		awaitWorkers(2);
		worker.send(version.ready("other"));
		assertThat(client.await("FINAL")).isEqualTo("[hi]");
		assertThat(worker.receive()).isEqualTo(version.disconnect());
	}

	@ParameterizedTest
	@EnumSource
	void heartbeatReplyAndRequestOfAStrangerAreAnsweredByDisconnect(Version version) {
		Frames lease = Frames.ofText("nobody");
		for (Frames command : new Frames[] { version.heartbeat(), version.reply(lease, "hi"),
				version.command(2, "a", "", "x") }) {
			RawDealer stranger = this.crew.dealer(this.queue.backend());
			stranger.send(command);
			assertThat(stranger.receive()).isEqualTo(version.disconnect());
		}
		assertThat(this.queue.snapshot().workers()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void requestOfARegisteredWorkerEndsItsRegistration(Version version) {
		RawDealer worker = worker(version, "echo");
		worker.send(version.command(2, "a", "", "x"));
		assertThat(worker.receive()).isEqualTo(version.disconnect());
		awaitWorkers(0);
	}

	@ParameterizedTest
	@EnumSource
	void readyForAReservedNameIsAnsweredByDisconnect(Version version) {
		for (String name : new String[] { "mmi.service", "mmi.x", "mmi." }) {
			RawDealer worker = this.crew.dealer(this.queue.backend());
			worker.send(version.ready(name));
			assertThat(worker.receive()).isEqualTo(version.disconnect());
		}
		assertThat(this.queue.snapshot().workers()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void disconnectIsNeverAnswered(Version version) {
		RawDealer stranger = this.crew.dealer(this.queue.backend());
		stranger.send(version.disconnect());
		RawDealer worker = worker(version, "echo");
		worker.send(version.disconnect());
		awaitWorkers(0);
		Crew.awaitSilently(Crew.HEARTBEAT.interval().multipliedBy(2));
		assertThat(stranger.received()).isZero();
		assertThat(worker.process().count("GOT " + disconnectInHex(version))).isZero();
	}

	private static String disconnectInHex(Version version) {
		return (version == Version.V01) ? "- 4d4450573031 05" : "4d4450573032 06";
	}

	@ParameterizedTest
	@EnumSource
	void disconnectGivesWhatIsInHandToAnother(Version version) {
		RawDealer worker = worker(version, "echo");
		ChildProcess client = ask("echo");
		worker.receive();
		worker.send(version.disconnect());
		this.crew.majordomoWorker(this.queue.backend(), version.number, "echo");
		assertThat(client.await("FINAL")).isEqualTo("[hi]");
		assertThat(this.queue.snapshot().redelivered()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void aWorkerCannotAnswerWhatIsInAnothersHand(Version version) {
		RawDealer holder = worker(version, "echo");
		RawDealer thief = worker(version, "other");
		ChildProcess client = ask("echo");
		Frames lease = version.lease(holder.receive());
		thief.send(version.reply(lease, "stolen"));
		awaitDropped(Drop.UNKNOWN_LEASE);
		holder.send(version.reply(lease, "mine"));
		assertThat(client.await("FINAL")).isEqualTo("[mine]");
		assertThat(this.queue.snapshot().workers()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void norCanAWorkerOfTheSameServiceOrAnotherProtocol(Version version) {
		RawDealer holder = worker(version, "echo");
		ChildProcess client = ask("echo");
		Frames lease = version.lease(holder.receive());
		RawDealer colleague = worker((version == Version.V01) ? Version.V02 : Version.V01, "echo");
		colleague.send(((version == Version.V01) ? Version.V02 : Version.V01).reply(lease, "stolen"));
		RawDealer paranoid = this.crew.dealer(this.queue.backend());
		paranoid.send("\u0001");
		awaitWorkers(3);
		paranoid.send(Frames.of(lease.frame(0), new byte[0], new byte[] { 'x' }));
		Awaitility.await().until(() -> this.queue.snapshot().dropped().getOrDefault(Drop.UNKNOWN_LEASE, 0L) == 2);
		holder.send(version.reply(lease, "mine"));
		assertThat(client.await("FINAL")).isEqualTo("[mine]");
	}

	@ParameterizedTest
	@EnumSource
	void aReplyIsTakenOnce(Version version) {
		RawDealer worker = worker(version, "echo");
		ChildProcess client = ask("echo");
		Frames lease = version.lease(worker.receive());
		worker.send(version.reply(lease, "first"));
		worker.send(version.reply(lease, "second"));
		assertThat(client.await("FINAL")).isEqualTo("[first]");
		awaitDropped(Drop.UNKNOWN_LEASE);
		assertThat(this.queue.snapshot().workers()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void readyAtTheFrontEndRegistersNobody(Version version) {
		RawDealer lost = this.crew.dealer(this.queue.frontend());
		lost.send(version.ready("echo"));
		ChildProcess lookUp = this.crew.majordomoClient(this.queue.frontend(), 2, "mmi.service", "--ask", "echo");
		assertThat(lookUp.await("FINAL")).isEqualTo("[404]");
		Awaitility.await()
			.until(() -> this.queue.snapshot().dropped().values().stream().mapToLong(Long::longValue).sum() > 0);
		assertThat(this.queue.snapshot().workers()).isEmpty();
	}

	@Test
	void requestAtTheBackEndIsRefused() {
		worker(Version.V01, "echo");
		ChildProcess client = this.crew.majordomoClient(this.queue.backend(), 1, "echo", "--ask", "hi");
		awaitDropped(Drop.MISPLACED);
		assertThat(client.count("FINAL")).isZero();
		assertThat(this.queue.snapshot().received()).isZero();
	}

}
