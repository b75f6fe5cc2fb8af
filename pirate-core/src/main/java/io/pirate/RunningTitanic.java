package io.pirate;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.pirate.machine.TitanicSettings;
import io.pirate.machine.TitanicSnapshot;
import io.pirate.machine.WorkerSettings;
import io.pirate.store.StoreException;
import io.pirate.store.StoreReader;
import io.pirate.store.StoreThread;
import io.pirate.store.TitanicEngine;
import io.pirate.store.TitanicStore;
import io.pirate.store.TitanicTally;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/** One life of a Titanic, from its start to its close. */
final class RunningTitanic {

	private static final List<ServiceName> SERVICES = List.of(TspCodec.REQUEST, TspCodec.REPLY, TspCodec.CLOSE);

	/** Requests that share a commit: none of them holds a thread. */
	private static final int CONCURRENCY = 256;

	/** A commit may take long on a busy disk; a stuck one is a failure. */
	private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(30);

	private static final int MOST_DISPATCHED = 100_000;

	private static final long LARGEST_HOLD = 64L * 1024 * 1024;

	private final TitanicOptions options;

	private final TitanicPlace place;

	private final PirateContext context;

	private final PirateClient client;

	private final TitanicEngine engine;

	private final StoreThread thread;

	private final List<PirateWorkerContainer> workers = new ArrayList<>();

	RunningTitanic(TitanicOptions options, TitanicStore store, TitanicPlace place, PirateListener listener) {
		this.options = options;
		this.place = place;
		this.context = place.context();
		this.client = new PirateClient(place.client().withMaxInFlight(MOST_DISPATCHED).with(options.limits()),
				PirateListener.NONE, ForkJoinPool.commonPool());
		this.engine = new TitanicEngine(options.settings(), options.lease(),
				Math.min(LARGEST_HOLD, Runtime.getRuntime().maxMemory() / 8), store,
				new TitanicCourier(this.client, options.patience()), listener, FreshId::next,
				new SplittableRandom(new SecureRandom().nextLong())::nextDouble, System::nanoTime);
		this.thread = new StoreThread("pirate-titanic", store, this.engine);
		TitanicServices services = new TitanicServices(this.engine, this.thread);
		for (ServiceName service : SERVICES) {
			this.workers.add(PirateWorkerContainer.known(this.context, workerOptions(service), services, nonces()));
		}
	}

	private WorkerOptions workerOptions(ServiceName service) {
		List<String> endpoints = this.place.workerEndpoints();
		WorkerSettings settings = new WorkerSettings(this.options.name(), service, WorkerDialect.MAJORDOMO_02,
				endpoints, this.options.heartbeat(), Duration.ofSeconds(1), Duration.ofSeconds(32), CONCURRENCY,
				CONCURRENCY, COMMIT_TIMEOUT, this.options.drainTimeout());
		return new WorkerOptions(settings, null, 1, this.options.maxMessageSize()).with(this.place.workerSecurity())
			.with(this.options.limits());
	}

	private LongSupplier nonces() {
		TitanicPass pass = this.place.pass();
		return (pass != null) ? pass::issue : new SecureRandom()::nextLong;
	}

	/** Starts everything; nothing is left if that fails. */
	void open() {
		boolean open = false;
		try {
			this.thread.start();
			this.client.start();
			TitanicPass pass = this.place.pass();
			if (pass != null) {
				pass.whenServed(this.engine::served);
			}
			this.workers.forEach(PirateWorkerContainer::start);
			open = true;
		}
		catch (StoreException ex) {
			throw new TitanicStoreException(String.valueOf(ex.getMessage()), ex);
		}
		finally {
			if (!open) {
				close();
			}
		}
	}

	@Nullable String failure() {
		String failure = this.thread.failure();
		failure = (failure != null) ? failure : this.engine.failure();
		if (failure != null) {
			return failure;
		}
		String services = this.context.failure();
		return (services != null) ? services : this.client.failure();
	}

	TitanicSnapshot snapshot(Duration timeout) {
		StoreReader.@Nullable Figures figures = null;
		String problem = failure();
		try {
			figures = await(this.thread.read(StoreReader::figures), timeout);
		}
		catch (StoreException ex) {
			problem = (problem != null) ? problem : ex.getMessage();
		}
		TitanicTally tally = this.engine.tally();
		TitanicSettings settings = this.options.settings();
		StoreReader.Figures shown = (figures != null) ? figures : StoreReader.Figures.NONE;
		return new TitanicSnapshot(this.engine.isAccepting() && this.thread.failure() == null, problem, shown.backlog(),
				shown.oldestMs(), this.engine.running(), shown.replies(), shown.deadLetters(), tally.requests(),
				tally.bytes(), settings.maxRequests(), settings.maxBytes(), tally.stored(), tally.refused(),
				tally.executed(), tally.lost());
	}

	List<TitanicSnapshot.DeadLetter> deadLetters(int most, Duration timeout) {
		return await(this.thread.read((reader) -> reader.deadLetters(most)), timeout);
	}

	boolean requeue(String id, Duration timeout) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		this.engine.requeue(id, answer::complete, answer::completeExceptionally);
		return await(answer, timeout);
	}

	private static <T> T await(CompletableFuture<T> answer, Duration timeout) {
		try {
			return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for the Titanic's store", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the Titanic's store does not answer", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof StoreException known) ? known : new IllegalStateException(ex.getCause());
		}
	}

	/** Leaves the queues first, so that nothing comes in; then lets workers finish. */
	void close() {
		long end = System.nanoTime() + this.options.drainTimeout().toNanos();
		CountDownLatch left = new CountDownLatch(this.workers.size());
		this.workers.forEach((worker) -> worker.stop(left::countDown));
		boolean interrupted = false;
		try {
			left.await(this.options.drainTimeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		this.context.close();
		this.thread.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
		this.client.close();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
