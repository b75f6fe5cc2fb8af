package io.pirate.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateException;
import io.pirate.PirateListener;
import io.pirate.ReplyParts;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.ServiceName;

/**
 * A client that takes one reply in parts as a process: pauses now and then, and sees that
 * every part is the next one. Prints AT with the count at every tenth of the way, and in
 * the end RESULT with the count, or FAILED; told HEAP, prints its heap.
 */
final class StreamClientProcess {

	private final int count;

	private final int pauseAfter;

	private final long pauseNanos;

	private StreamClientProcess(Arguments arguments) {
		this.count = arguments.number("count", 1000);
		this.pauseAfter = arguments.number("pause-after", Integer.MAX_VALUE);
		this.pauseNanos = arguments.millis("pause", 0).toNanos();
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		PirateClient client = new PirateClient(ClientOptions.of(arguments.text("endpoint", "")), PirateListener.NONE,
				Runnable::run);
		client.start();
		ServiceName service = new ServiceName(arguments.text("service", ""));
		StreamClientProcess taker = new StreamClientProcess(arguments);
		WorkerProcess.daemon(() -> taker.run(client, service)).start();
		Commands.follow((line) -> Commands.say(Heap.describe()));
	}

	private void run(PirateClient client, ServiceName service) {
		RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(20), 0, false);
		try (ReplyParts parts = client.parts(Fleet.request(service, "rows:" + this.count), policy)) {
			Commands.say("RESULT " + take(parts));
		}
		catch (PirateException | IllegalStateException ex) {
			Commands.say("FAILED " + ex);
		}
	}

	private int take(ReplyParts parts) {
		int taken = 0;
		while (parts.hasNext()) {
			String text = parts.next().body().text(0);
			if (!text.equals("rows:" + taken)) {
				throw new IllegalStateException("'" + text + "' is not part " + taken);
			}
			taken++;
			if (taken % (this.count / 10) == 0) {
				Commands.say("AT " + taken);
			}
			if (taken % this.pauseAfter == 0) {
				LockSupport.parkNanos(this.pauseNanos);
			}
		}
		return taken;
	}

}
