package io.pirate.spring.event;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.pirate.PirateListener;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Publishes application events, and logs them: of each kind the first twenty in a second,
 * and how many more there were, since others can cause as many as they like by coming and
 * going. A slow listener delays later events, never the I/O threads; past 1,000 waiting
 * events the newest are dropped.
 */
public final class PirateEventPublisher implements PirateListener, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PirateEventPublisher.class);

	private static final int MOST_WAITING = 1000;

	private static final long IDLE_SECONDS = 10;

	private static final int MOST_LINES = 20;

	private static final long SECOND_NANOS = 1_000_000_000;

	private final ApplicationEventPublisher publisher;

	private final LongSupplier nanoTime;

	private final ThreadPoolExecutor thread;

	/** Of the thread. */
	private final Map<Class<?>, Lines> logged = new HashMap<>();

	/**
	 * A publisher.
	 * @param publisher where events go
	 */
	public PirateEventPublisher(ApplicationEventPublisher publisher) {
		this(publisher, System::nanoTime);
	}

	PirateEventPublisher(ApplicationEventPublisher publisher, LongSupplier nanoTime) {
		this.publisher = publisher;
		this.nanoTime = nanoTime;
		CustomizableThreadFactory factory = new CustomizableThreadFactory("pirate-events-");
		factory.setDaemon(true);
		this.thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MOST_WAITING), factory, new ThreadPoolExecutor.DiscardPolicy());
		this.thread.allowCoreThreadTimeOut(true);
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		publish(new WorkerJoinedEvent(worker, service));
	}

	@Override
	public void workerLeft(String worker, ServiceName service, int redelivered) {
		publish(new WorkerLeftEvent(worker, service, redelivered));
	}

	@Override
	public void workerExpired(String worker, ServiceName service, int redelivered) {
		publish(new WorkerExpiredEvent(worker, service, redelivered));
	}

	@Override
	public void callDenied(String peer, ServiceName service) {
		publish(new CallDeniedEvent(peer, service));
	}

	@Override
	public void workerDenied(String peer, String worker, ServiceName service) {
		publish(new WorkerDeniedEvent(peer, worker, service));
	}

	@Override
	public void deadLettered(ServiceName service, int deliveries) {
		publish(new RequestDeadLetteredEvent(service, deliveries));
	}

	@Override
	public void starChanged(StarRole role, StarState state, long epoch, String reason) {
		publish(new BinaryStarChangedEvent(role, state, epoch, reason));
	}

	@Override
	public void starProblem(String problem) {
		publish(new BinaryStarProblemEvent(problem));
	}

	@Override
	public void queueJoined(ServiceName service, String endpoint) {
		publish(new QueueJoinedEvent(service, endpoint));
	}

	@Override
	public void queueLost(ServiceName service, String endpoint, String reason) {
		publish(new QueueLostEvent(service, endpoint, reason));
	}

	@Override
	public void handlerTimedOut(ServiceName service) {
		publish(new HandlerTimedOutEvent(service));
	}

	@Override
	public void endpointConnected(String endpoint) {
		publish(new EndpointConnectedEvent(endpoint));
	}

	@Override
	public void endpointLost(String endpoint) {
		publish(new EndpointLostEvent(endpoint));
	}

	@Override
	public void titanicDeadLettered(ServiceName service, int deliveries) {
		publish(new TitanicDeadLetteredEvent(service, deliveries));
	}

	@Override
	public void titanicFailed(String reason) {
		publish(new TitanicFailedEvent(reason));
	}

	@Override
	public void titanicRecovered() {
		publish(new TitanicRecoveredEvent());
	}

	@Override
	public void destroy() {
		this.thread.shutdownNow();
	}

	private static Level level(PirateEvent event) {
		if (event instanceof EndpointConnectedEvent || event instanceof EndpointLostEvent) {
			return Level.DEBUG;
		}
		boolean denied = event instanceof CallDeniedEvent || event instanceof WorkerDeniedEvent;
		return denied ? Level.WARN : Level.INFO;
	}

	private void publish(PirateEvent event) {
		this.thread.execute(() -> {
			this.logged.computeIfAbsent(event.getClass(), (kind) -> new Lines()).log(event, this.nanoTime.getAsLong());
			try {
				this.publisher.publishEvent(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on {}", event, ex);
			}
		});
	}

	/** Of one kind of events. */
	private static final class Lines {

		private long sinceNanos;

		private int events;

		void log(PirateEvent event, long now) {
			if (this.events == 0 || now - this.sinceNanos >= SECOND_NANOS) {
				if (this.events > MOST_LINES) {
					logger.atLevel(level(event))
						.log("{} more events {} were not logged", this.events - MOST_LINES,
								event.getClass().getSimpleName());
				}
				this.sinceNanos = now;
				this.events = 0;
			}
			this.events++;
			if (this.events <= MOST_LINES) {
				logger.atLevel(level(event)).log("{}", event);
			}
		}

	}

}
