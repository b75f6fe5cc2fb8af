import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Two queues and four workers at both; one queue is killed and started again, the other one frozen. */
final class TwoQueues {

	private final Processes processes = new Processes("pirate-two-queues");

	private final int[] frontends = { Processes.freePort(), Processes.freePort() };

	private final int[] backends = { Processes.freePort(), Processes.freePort() };

	private final int[] webs = { Processes.freePort(), Processes.freePort() };

	TwoQueues() throws IOException {
	}

	boolean run() throws Exception {
		System.out.println("Starting two queues, four workers and a client, each a process of its own ...");
		Process first = queue(0);
		Process second = queue(1);
		for (int i = 1; i <= 4; i++) {
			this.processes.worker("worker-" + i, Processes.addresses(this.backends), OneQueue.ECHO_DELAY);
		}
		this.processes.client(Processes.addresses(this.frontends));
		awaitWorkers(0);
		awaitWorkers(1);

		List<Future<Long>> calls = new ArrayList<>(this.processes.send(OneQueue.CALLS));
		this.processes.await("a quarter of the replies", () -> this.processes.answered() >= OneQueue.CALLS / 4);
		first.destroyForcibly();
		System.out.printf("kill -9 queue-1 (pid %d) after %d replies, and starting it again.%n", first.pid(),
				this.processes.answered());
		queue(0);
		awaitWorkers(0);

		calls.addAll(this.processes.send(OneQueue.CALLS));
		this.processes.await("more replies", () -> this.processes.answered() >= OneQueue.CALLS * 5 / 4);
		System.out.printf("SIGSTOP queue-2 (pid %d) after %d replies.%n%n", second.pid(), this.processes.answered());
		new ProcessBuilder("kill", "-STOP", Long.toString(second.pid())).start().waitFor();
		return this.processes.conclude(this.processes.report(calls));
	}

	private Process queue(int number) throws IOException {
		return this.processes.start("queue-" + (number + 1), "sample-worker-app", "--spring.profiles.active=queue",
				"--server.port=" + this.webs[number],
				"--pirate.queue.frontend=" + Processes.address(this.frontends[number]),
				"--pirate.queue.backend=" + Processes.address(this.backends[number]));
	}

	private void awaitWorkers(int queue) throws Exception {
		this.processes.await("four workers in the health of queue-" + (queue + 1),
				() -> OneQueue.workers(this.processes, this.webs[queue]).size() == 4);
	}

}
