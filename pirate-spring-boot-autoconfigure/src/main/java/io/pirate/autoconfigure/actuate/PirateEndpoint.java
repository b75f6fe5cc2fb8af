package io.pirate.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarSnapshot;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTitanicLifecycle;
import io.pirate.spring.PirateWorkerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/pirate}: services, workers and dead letters of the embedded queue, the
 * workers of this application, and its Titanic. It only reads, unless
 * {@code management.endpoint.pirate.access=unrestricted}; then
 * {@code POST /actuator/pirate/take-over} makes the embedded queue the active one of its
 * pair, which on the primary is the failback, {@code POST /actuator/pirate/reload-peers}
 * reads again who may connect, and {@code POST /actuator/pirate/requeue/<ticket>} lets a
 * dead letter be tried again.
 */
@Endpoint(id = "pirate", defaultAccess = Access.READ_ONLY)
public final class PirateEndpoint {

	private static final int MOST_DEAD_LETTERS = 100;

	private final @Nullable PirateQueueLifecycle queue;

	private final @Nullable PirateWorkerRegistry registry;

	private final @Nullable PirateTitanicLifecycle titanic;

	private final KnownServices known;

	private final IntSupplier reload;

	/**
	 * The endpoint.
	 * @param queue the embedded queue, or {@code null}
	 * @param registry the workers, or {@code null}
	 * @param titanic the Titanic, or {@code null}
	 * @param known services to be shown by name
	 * @param reload reads again who may connect, and tells how many
	 */
	public PirateEndpoint(@Nullable PirateQueueLifecycle queue, @Nullable PirateWorkerRegistry registry,
			@Nullable PirateTitanicLifecycle titanic, KnownServices known, IntSupplier reload) {
		this.queue = queue;
		this.registry = registry;
		this.titanic = titanic;
		this.known = known;
		this.reload = reload;
	}

	/**
	 * The state now.
	 * @return {@code services}, {@code workers}, {@code expiredWorkers},
	 * {@code deadLetters} and figures of a running embedded queue; {@code local}, whether
	 * each worker of this application runs, by id; {@code titanic}, figures of a running
	 * Titanic and its latest {@code deadLetters}
	 */
	@ReadOperation
	public Map<String, Object> pirate() {
		Map<String, Object> state = new LinkedHashMap<>();
		if (this.queue != null) {
			this.queue.snapshot().ifPresent((snapshot) -> describe(snapshot, state));
			this.queue.star().ifPresent((star) -> state.put("binaryStar", StarView.of(star)));
		}
		if (this.registry != null) {
			Map<String, Boolean> local = new LinkedHashMap<>();
			for (String id : this.registry.ids()) {
				local.put(id, this.registry.isRunning(id));
			}
			state.put("local", local);
		}
		PirateTitanicLifecycle kept = this.titanic;
		if (kept != null) {
			kept.snapshot().ifPresent((snapshot) -> {
				Map<String, Object> view = TitanicView.figures(snapshot);
				view.put("deadLetters", TitanicView.deadLetters(kept.deadLetters(MOST_DEAD_LETTERS)));
				state.put("titanic", view);
			});
		}
		return state;
	}

	/**
	 * Lets one of the Titanic's dead letters be tried again:
	 * {@code POST /actuator/pirate/requeue/<ticket>}.
	 * @param operation {@code requeue}
	 * @param ticket the dead letter's
	 * @return {@code requeued}, whether there was such a dead letter
	 */
	@WriteOperation
	public Map<String, Object> change(@Selector String operation, @Selector String ticket) {
		if (!operation.equals("requeue")) {
			throw new InvalidEndpointRequestException("There is no operation '" + operation + "', only requeue",
					"Unknown operation");
		}
		return Map.of("requeued", this.titanic != null && this.titanic.requeue(ticket));
	}

	/**
	 * Does something about the embedded queue, or about those who may connect.
	 * @param operation {@code take-over} or {@code reload-peers}
	 * @return {@code changed}, and the queue's place in its pair; or {@code peers}, how
	 * many may connect now
	 */
	@WriteOperation
	public Map<String, Object> operate(@Selector String operation) {
		if (operation.equals("reload-peers")) {
			return Map.of("peers", this.reload.getAsInt());
		}
		StarSnapshot star = (this.queue != null) ? this.queue.star().orElse(null) : null;
		if (!operation.equals("take-over") || this.queue == null || star == null) {
			throw new InvalidEndpointRequestException("no such operation here: " + operation,
					"There is take-over, for a queue that is one of a pair, and reload-peers");
		}
		Map<String, Object> result = new LinkedHashMap<>();
		result.put("changed", this.queue.queue().takeOver());
		this.queue.star().ifPresent((after) -> result.put("binaryStar", StarView.of(after)));
		return result;
	}

	private void describe(QueueSnapshot snapshot, Map<String, Object> state) {
		List<Map<String, Object>> workers = QueueView.workers(snapshot);
		state.put("services", QueueView.services(snapshot, this.known));
		state.put("servicesWithoutWorkers", QueueView.servicesWithoutWorkers(snapshot, this.known));
		state.put("workers", workers);
		state.put("expiredWorkers", QueueView.expiredWorkers(snapshot));
		state.put("deadLetters", QueueView.deadLetters(snapshot));
		state.put("waitingBytes", snapshot.waitingBytes());
		state.put("rememberedReplies", snapshot.rememberedReplies());
		state.put("received", snapshot.received());
		state.put("replied", snapshot.replied());
		state.put("redelivered", snapshot.redelivered());
		state.put("absorbed", snapshot.absorbed());
		state.put("draining", snapshot.draining());
	}

}
