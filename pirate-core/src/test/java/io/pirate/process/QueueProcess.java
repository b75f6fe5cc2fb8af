package io.pirate.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.pirate.BinaryStarOptions;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.machine.Drop;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarSnapshot;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.jspecify.annotations.Nullable;

/**
 * A queue as a process, perhaps one of a pair. Prints BOUND, JOINED, LEFT, EXPIRED, and
 * STAR whenever its place in the pair changes; told SNAPSHOT, HEAP, IO-THREADS or PAIR,
 * prints one; told TAKE-OVER, does so.
 */
final class QueueProcess implements PirateListener {

	private QueueProcess() {
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		PirateQueue queue = new PirateQueue(options(arguments), new QueueProcess());
		Runtime.getRuntime().addShutdownHook(new Thread(queue::close));
		queue.start();
		String star = queue.starEndpoint();
		Commands.say("BOUND " + queue.frontend() + " " + queue.backend() + ((star != null) ? " " + star : ""));
		Commands.follow((line) -> Commands.say(answer(line, queue)));
	}

	private static String answer(String line, PirateQueue queue) {
		return switch (line) {
			case "HEAP" -> Heap.describe();
			case "IO-THREADS" -> "IO-THREADS " + ioThreads();
			case "TAKE-OVER" -> "TOOK " + queue.takeOver();
			case "PAIR" -> {
				StarSnapshot star = Objects.requireNonNull(queue.star());
				yield "PAIR " + star.state() + " " + star.serving() + " " + star.epoch() + " " + star.peer();
			}
			default -> describe(queue);
		};
	}

	/** One that has died and was replaced has another number. */
	private static String ioThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().contains("-iothread"))
			.map((thread) -> Long.toString(thread.getId()))
			.sorted()
			.collect(Collectors.joining(","));
	}

	private static @Nullable BinaryStarOptions pair(Arguments arguments) {
		String role = arguments.text("role", "");
		if (role.isEmpty()) {
			return null;
		}
		return BinaryStarOptions
			.of(StarRole.valueOf(role), arguments.text("star", "tcp://127.0.0.1:*"), arguments.text("peer", ""))
			.with(arguments.heartbeat());
	}

	private static QueueOptions options(Arguments arguments) {
		QueueSettings defaults = QueueSettings.defaults(Runtime.getRuntime().maxMemory());
		QueueSettings settings = new QueueSettings(arguments.heartbeat(),
				arguments.number("max-waiting", defaults.maxWaiting()), defaults.maxWaitingBytes(),
				defaults.maxCapacity(), defaults.maxServices(), defaults.maxWorkers(), defaults.requestTtl(),
				defaults.maxDeliveries(), defaults.replyCache(), defaults.replyCacheBytes(), defaults.deadLetters());
		return QueueOptions
			.of(arguments.text("frontend", "tcp://127.0.0.1:*"), arguments.text("backend", "tcp://127.0.0.1:*"))
			.with(settings)
			.with(pair(arguments))
			.with(arguments.serving());
	}

	private static String describe(PirateQueue queue) {
		long begin = System.nanoTime();
		QueueSnapshot snapshot = queue.snapshot();
		long tookMillis = (System.nanoTime() - begin) / 1_000_000;
		return String.format(Locale.ROOT,
				"SNAPSHOT took=%d workers=%d waiting=%d inHand=%d received=%d replied=%d redelivered=%d absorbed=%d"
						+ " expired=%d deadLetters=%d rejected=%d late=%d heap=%d open=%d unexpected=%d",
				tookMillis, snapshot.workers().size(),
				snapshot.services().values().stream().mapToInt(QueueSnapshot.ServiceView::waiting).sum(),
				snapshot.services().values().stream().mapToInt(QueueSnapshot.ServiceView::inHand).sum(),
				snapshot.received(), snapshot.replied(), snapshot.redelivered(), snapshot.absorbed(),
				snapshot.expired(), snapshot.deadLetters().size(), sum(snapshot.rejected().values()),
				dropped(snapshot, Drop.UNKNOWN_LEASE) + dropped(snapshot, Drop.UNKNOWN_WORKER), liveHeapPercent(),
				snapshot.waitingBytes(), dropped(snapshot, Drop.UNEXPECTED));
	}

	private static long dropped(QueueSnapshot snapshot, Drop reason) {
		return snapshot.dropped().getOrDefault(reason, 0L);
	}

	private static long sum(Iterable<Long> counts) {
		long sum = 0;
		for (long count : counts) {
			sum += count;
		}
		return sum;
	}

	/** What survived each pool's last collection, as a part of the largest heap. */
	private static long liveHeapPercent() {
		long live = 0;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
				live += pool.getCollectionUsage().getUsed();
			}
		}
		return live * 100 / Runtime.getRuntime().maxMemory();
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		Commands.say("JOINED " + worker);
	}

	@Override
	public void workerLeft(String worker, ServiceName service, int redelivered) {
		Commands.say("LEFT " + worker + " " + redelivered);
	}

	@Override
	public void workerExpired(String worker, ServiceName service, int redelivered) {
		Commands.say("EXPIRED " + worker + " " + redelivered);
	}

	@Override
	public void starChanged(StarRole role, StarState state, long epoch, String reason) {
		Commands.say("STAR " + state + " " + epoch + " " + reason);
	}

	@Override
	public void deadLettered(ServiceName service, int deliveries) {
		Commands.say("DEAD-LETTER " + deliveries);
	}

}
