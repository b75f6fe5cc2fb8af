package io.pirate.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.machine.Drop;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.QueueSnapshot;
import io.pirate.wire.ServiceName;

/**
 * A queue as a process. Prints BOUND, JOINED, LEFT, EXPIRED; told SNAPSHOT or HEAP,
 * prints one.
 */
final class QueueProcess implements PirateListener {

	private QueueProcess() {
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		PirateQueue queue = new PirateQueue(options(arguments), new QueueProcess());
		Runtime.getRuntime().addShutdownHook(new Thread(queue::close));
		queue.start();
		Commands.say("BOUND " + queue.frontend() + " " + queue.backend());
		Commands.follow((line) -> Commands.say(line.equals("HEAP") ? Heap.describe() : describe(queue)));
	}

	private static QueueOptions options(Arguments arguments) {
		QueueSettings defaults = QueueSettings.defaults(Runtime.getRuntime().maxMemory());
		QueueSettings settings = new QueueSettings(arguments.heartbeat(),
				arguments.number("max-waiting", defaults.maxWaiting()), defaults.maxWaitingBytes(),
				defaults.maxCapacity(), defaults.maxServices(), defaults.maxWorkers(), defaults.requestTtl(),
				defaults.maxDeliveries(), defaults.replyCache(), defaults.replyCacheBytes(), defaults.deadLetters());
		return QueueOptions
			.of(arguments.text("frontend", "tcp://127.0.0.1:*"), arguments.text("backend", "tcp://127.0.0.1:*"))
			.with(settings);
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
	public void deadLettered(ServiceName service, int deliveries) {
		Commands.say("DEAD-LETTER " + deliveries);
	}

}
