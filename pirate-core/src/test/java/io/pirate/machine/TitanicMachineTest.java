package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is given out when, and what becomes of it. */
class TitanicMachineTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final ServiceName OTHER = new ServiceName("other");

	private static final long MILLI = 1_000_000;

	private static final Reply DONE = Reply.ok(Frames.ofText("done"), null, Map.of());

	private final List<String> told = new ArrayList<>();

	private final TitanicMachine machine = new TitanicMachine(new TitanicSettings(2, Duration.ofMillis(100),
			Duration.ofMillis(400), 3, Duration.ofDays(1), Duration.ofDays(1), 100, 100), 1000, new Recorder(),
			() -> 0.5);

	private long now = 5_000_000_000L;

	/** Every effect as a line. */
	private final class Recorder implements TitanicActions {

		@Override
		public void probe(ServiceName service) {
			TitanicMachineTest.this.told.add("probe " + service);
		}

		@Override
		public void dispatch(TitanicRequest request, boolean alone) {
			TitanicMachineTest.this.told.add("dispatch " + request.id() + (alone ? " alone" : ""));
		}

		@Override
		public void recall(TitanicRequest request) {
			TitanicMachineTest.this.told.add("recall " + request.id());
		}

		@Override
		public void discard(TitanicRequest request) {
			TitanicMachineTest.this.told.add("discard " + request.id());
		}

		@Override
		public void claim(ServiceName service, int most) {
			TitanicMachineTest.this.told.add("claim " + service + " " + most);
		}

		@Override
		public void release(List<TitanicRequest> requests) {
			requests.forEach((request) -> TitanicMachineTest.this.told.add("release " + request.id()));
		}

		@Override
		public void finish(TitanicRequest request, Reply reply) {
			TitanicMachineTest.this.told.add("finish " + request.id());
		}

		@Override
		public void count(TitanicRequest request, int deliveries) {
			TitanicMachineTest.this.told.add("count " + request.id() + " " + deliveries);
		}

		@Override
		public void bury(TitanicRequest request, int deliveries) {
			TitanicMachineTest.this.told.add("bury " + request.id() + " " + deliveries);
		}

	}

	private static TitanicRequest request(ServiceName service, String id, int deliveries, long bytes) {
		return new TitanicRequest(id, Request.of(service, Frames.ofText("x")), deliveries, bytes);
	}

	private static List<TitanicRequest> requests(String... ids) {
		List<TitanicRequest> all = new ArrayList<>();
		for (String id : ids) {
			all.add(request(ECHO, id, 0, 1));
		}
		return all;
	}

	private void expect(String... lines) {
		assertThat(this.told).containsExactly(lines);
		this.told.clear();
	}

	private void pass(long millis) {
		this.now += millis * MILLI;
		this.machine.tick(this.now);
	}

	/** The service has a worker, and these are given out. */
	private void running(String... ids) {
		this.machine.onBacklog(ECHO, this.now);
		this.machine.onProbed(ECHO, true, this.now);
		this.machine.onClaimed(ECHO, requests(ids), false, this.now);
		this.told.clear();
	}

	@Test
	void asksForAWorkerBeforeAnythingIsTaken() {
		assertThat(this.machine.onStoring(ECHO)).isFalse();
		this.machine.onBacklog(ECHO, this.now);
		expect("probe echo");
		this.machine.onProbed(ECHO, true, this.now);
		expect("claim echo 4");
		this.machine.onClaimed(ECHO, requests("a", "b", "c", "d"), true, this.now);
		expect("dispatch a", "dispatch b");
		assertThat(this.machine.running()).isEqualTo(2);
	}

	/** Anybody may name any number of services, and what is stored stays for days. */
	@Test
	void asksNoMoreOftenBecauseThereAreMoreServicesThatNobodyServes() {
		TitanicMachine crowded = new TitanicMachine(TitanicSettings.DEFAULT, 1000, new Recorder(),
				new SplittableRandom(1)::nextDouble);
		int services = 10_000;
		for (int i = 0; i < services; i++) {
			crowded.onBacklog(new ServiceName("nobody " + i), this.now);
		}
		assertThat(this.told).hasSize(services);
		int all = 0;
		for (int second = 0; second < 200; second++) {
			List<String> probes = List.copyOf(this.told);
			this.told.clear();
			probes.forEach(
					(line) -> crowded.onProbed(new ServiceName(line.substring("probe ".length())), false, this.now));
			this.now += 1000 * MILLI;
			crowded.tick(this.now);
			all += this.told.size();
			assertThat(this.told).hasSizeLessThan(1000);
		}
		assertThat(all).isBetween(2 * services, 4 * services + 1000);
	}

	@Test
	void asksAgainLaterAndLaterWhileThereIsNone() {
		this.machine.onBacklog(ECHO, this.now);
		this.machine.onProbed(ECHO, false, this.now);
		expect("probe echo");
		pass(99);
		expect();
		pass(1);
		expect("probe echo");
		this.machine.onProbed(ECHO, false, this.now);
		pass(199);
		expect();
		pass(1);
		expect("probe echo");
	}

	@Test
	void doesNotWaitOnceAWorkerHasCome() {
		this.machine.onBacklog(ECHO, this.now);
		this.machine.onProbed(ECHO, false, this.now);
		this.told.clear();
		this.machine.onServed(OTHER, this.now);
		expect();
		this.machine.onServed(ECHO, this.now);
		expect("probe echo");
	}

	@Test
	void takesNewRequestsAtOnceWhileItsServiceIsServed() {
		running();
		assertThat(this.machine.onStoring(ECHO)).isTrue();
		assertThat(this.machine.onStoring(ECHO)).isTrue();
		assertThat(this.machine.onStoring(ECHO)).isFalse();
		assertThat(this.machine.onStoring(OTHER)).isFalse();
		this.machine.onNotStored(ECHO);
		this.machine.onStored(request(ECHO, "a", 0, 1), this.now);
		expect("dispatch a");
	}

	@Test
	void doesNotLetNewOnesOvertakeOlderOnes() {
		running();
		this.machine.onBacklog(ECHO, this.now);
		expect("claim echo 4");
		assertThat(this.machine.onStoring(ECHO)).isFalse();
	}

	@Test
	void givesTheNextOneWhenOneHasEnded() {
		running("a", "b", "c");
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		expect("finish a", "dispatch c");
		this.machine.onSettled("a", this.now);
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.UNKNOWN);
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		expect();
	}

	@Test
	void countsWhatWorkersDieOfAndGivesUpWhatDiedAlone() {
		running("a");
		this.machine.onExecuted("a", Execution.Lost.INSTANCE, this.now);
		expect("count a 1");
		this.machine.onCounted("a", true, this.now);
		pass(99);
		expect();
		pass(1);
		expect("dispatch a");
		this.machine.onExecuted("a", Execution.Lost.INSTANCE, this.now);
		expect("count a 2");
		this.machine.onCounted("a", true, this.now);
		pass(200);
		expect("dispatch a alone");
		this.machine.onExecuted("a", Execution.Lost.INSTANCE, this.now);
		expect("bury a 3");
		this.machine.onSettled("a", this.now);
		assertThat(this.machine.lost()).isEqualTo(3);
		pass(1000);
		expect();
	}

	@Test
	void whatNobodyTookCountsNothingAndGoesBackToTheStore() {
		running("a", "b", "c");
		this.machine.onExecuted("a", Execution.NotTaken.INSTANCE, this.now);
		expect("release a", "release c");
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.UNKNOWN);
		this.machine.onExecuted("b", Execution.NotTaken.INSTANCE, this.now);
		expect("release b");
		pass(100);
		expect("probe echo");
		this.machine.onProbed(ECHO, true, this.now);
		expect("claim echo 4");
	}

	@Test
	void aPauseEndsInTheStoreWhenTheWorkersAreGone() {
		running("a", "b");
		this.machine.onExecuted("a", Execution.Lost.INSTANCE, this.now);
		this.machine.onCounted("a", true, this.now);
		this.told.clear();
		pass(50);
		this.machine.onExecuted("b", Execution.NotTaken.INSTANCE, this.now);
		expect("release b");
		pass(50);
		expect("release a");
	}

	@Test
	void whatSomebodyElseHasTakenOverIsForgotten() {
		running("a");
		this.machine.onExecuted("a", Execution.Lost.INSTANCE, this.now);
		this.machine.onCounted("a", false, this.now);
		this.told.clear();
		pass(1000);
		expect();
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.UNKNOWN);
	}

	@Test
	void closingWithdrawsUnlessAWorkerHasIt() {
		running("a", "b", "c");
		assertThat(this.machine.onClose("c")).isEqualTo(TitanicMachine.Closing.WITHDRAWN);
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		this.machine.onExecuted("b", Execution.Lost.INSTANCE, this.now);
		assertThat(this.machine.onClose("b")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		this.machine.onCounted("b", true, this.now);
		assertThat(this.machine.onClose("b")).isEqualTo(TitanicMachine.Closing.WITHDRAWN);
		this.told.clear();
		pass(1000);
		expect();
	}

	@Test
	void whatWaitsAtTheQueueIsTakenBackOnceAndKeepsNobodyFromWorking() {
		running("a", "b", "c");
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		expect("recall a");
		this.machine.onExecuted("a", Execution.NotTaken.INSTANCE, this.now);
		expect("discard a", "dispatch c", "claim echo 2");
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.UNKNOWN);
	}

	@Test
	void whatAWorkerHasEndsAsIfItHadNotBeenRecalled() {
		running("a", "b");
		assertThat(this.machine.onClose("a")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		assertThat(this.machine.onClose("b")).isEqualTo(TitanicMachine.Closing.IN_HAND);
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		this.machine.onExecuted("b", Execution.Lost.INSTANCE, this.now);
		expect("recall a", "recall b", "finish a", "count b 1");
	}

	@Test
	void aFailedTakingIsTriedAgain() {
		this.machine.onBacklog(ECHO, this.now);
		this.machine.onProbed(ECHO, true, this.now);
		this.machine.onNotClaimed(ECHO, this.now);
		this.told.clear();
		pass(100);
		expect("probe echo");
	}

	@Test
	void largeRequestsWaitInTheStoreButNoServiceWaitsForAnother() {
		this.machine.onBacklog(ECHO, this.now);
		this.machine.onProbed(ECHO, true, this.now);
		this.machine.onClaimed(ECHO, List.of(request(ECHO, "a", 0, 2000)), true, this.now);
		expect("probe echo", "claim echo 4", "dispatch a");
		assertThat(this.machine.onStoring(ECHO)).isFalse();
		this.machine.onBacklog(OTHER, this.now);
		this.machine.onProbed(OTHER, true, this.now);
		expect("probe other", "claim other 4");
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		this.machine.onSettled("a", this.now);
		expect("finish a", "claim echo 4");
	}

	@Test
	void givesNothingOutWhileItMustNot() {
		running("a", "b", "c");
		this.machine.suspend();
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		this.machine.onBacklog(OTHER, this.now);
		expect("finish a");
		this.machine.resume(this.now);
		expect("dispatch c", "probe other");
	}

	@Test
	void leavesWithEverythingGivenBack() {
		running("a", "b", "c");
		this.machine.drain();
		expect("release c");
		this.machine.onExecuted("a", new Execution.Answered(DONE), this.now);
		this.machine.onExecuted("b", Execution.Lost.INSTANCE, this.now);
		expect("finish a", "count b 1");
		assertThat(this.machine.running()).isZero();
	}

	@Test
	void abandonsWhatOthersMayHave() {
		running("a", "b", "c");
		this.machine.suspend();
		this.machine.abandon(this.now);
		this.machine.resume(this.now);
		expect();
		assertThat(this.machine.onClose("c")).isEqualTo(TitanicMachine.Closing.UNKNOWN);
		pass(100);
		expect("probe echo");
	}

}
