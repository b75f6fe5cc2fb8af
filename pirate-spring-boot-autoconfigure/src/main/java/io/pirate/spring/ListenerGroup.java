package io.pirate.spring;

import java.util.List;
import java.util.function.Consumer;

import io.pirate.PirateListener;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many listeners as one. What one of them throws is logged, and neither the others nor
 * the I/O thread notice.
 *
 * @param listeners all of them, in order
 */
public record ListenerGroup(List<PirateListener> listeners) implements PirateListener {

	private static final Logger logger = LoggerFactory.getLogger(ListenerGroup.class);

	public ListenerGroup {
		listeners = List.copyOf(listeners);
	}

	@Override
	public void workerJoined(String worker, ServiceName service) {
		tell((listener) -> listener.workerJoined(worker, service));
	}

	@Override
	public void workerLeft(String worker, ServiceName service, int redelivered) {
		tell((listener) -> listener.workerLeft(worker, service, redelivered));
	}

	@Override
	public void workerExpired(String worker, ServiceName service, int redelivered) {
		tell((listener) -> listener.workerExpired(worker, service, redelivered));
	}

	@Override
	public void callDenied(String peer, ServiceName service) {
		tell((listener) -> listener.callDenied(peer, service));
	}

	@Override
	public void workerDenied(String peer, String worker, ServiceName service) {
		tell((listener) -> listener.workerDenied(peer, worker, service));
	}

	@Override
	public void starChanged(StarRole role, StarState state, long epoch, String reason) {
		tell((listener) -> listener.starChanged(role, state, epoch, reason));
	}

	@Override
	public void starProblem(String problem) {
		tell((listener) -> listener.starProblem(problem));
	}

	@Override
	public void dispatched(ServiceName service, long waitedNanos) {
		tell((listener) -> listener.dispatched(service, waitedNanos));
	}

	@Override
	public void deadLettered(ServiceName service, int deliveries) {
		tell((listener) -> listener.deadLettered(service, deliveries));
	}

	@Override
	public void queueJoined(ServiceName service, String endpoint) {
		tell((listener) -> listener.queueJoined(service, endpoint));
	}

	@Override
	public void queueLost(ServiceName service, String endpoint, String reason) {
		tell((listener) -> listener.queueLost(service, endpoint, reason));
	}

	@Override
	public void handlerTimedOut(ServiceName service) {
		tell((listener) -> listener.handlerTimedOut(service));
	}

	@Override
	public void endpointConnected(String endpoint) {
		tell((listener) -> listener.endpointConnected(endpoint));
	}

	@Override
	public void endpointLost(String endpoint) {
		tell((listener) -> listener.endpointLost(endpoint));
	}

	@Override
	public void titanicStored(ServiceName service, long nanos) {
		tell((listener) -> listener.titanicStored(service, nanos));
	}

	@Override
	public void titanicRefused(String code) {
		tell((listener) -> listener.titanicRefused(code));
	}

	@Override
	public void titanicDispatched(ServiceName service, int delivery) {
		tell((listener) -> listener.titanicDispatched(service, delivery));
	}

	@Override
	public void titanicExecuted(ServiceName service, ReplyStatus status) {
		tell((listener) -> listener.titanicExecuted(service, status));
	}

	@Override
	public void titanicLost(ServiceName service, int deliveries) {
		tell((listener) -> listener.titanicLost(service, deliveries));
	}

	@Override
	public void titanicDeadLettered(ServiceName service, int deliveries) {
		tell((listener) -> listener.titanicDeadLettered(service, deliveries));
	}

	@Override
	public void titanicExpired(int requests, int replies) {
		tell((listener) -> listener.titanicExpired(requests, replies));
	}

	@Override
	public void titanicFailed(String reason) {
		tell((listener) -> listener.titanicFailed(reason));
	}

	@Override
	public void titanicRecovered() {
		tell(PirateListener::titanicRecovered);
	}

	private void tell(Consumer<PirateListener> news) {
		for (PirateListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of type {} failed", listener.getClass().getName(), ex);
			}
		}
	}
}
