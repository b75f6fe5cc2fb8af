package io.pirate.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.pirate.machine.Execution;
import io.pirate.machine.TitanicActions;
import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Does what the machine decides: by the courier at once, in the store with the next
 * commit.
 */
final class EngineActions implements TitanicActions {

	private final TitanicEngine engine;

	private final GroupCommit commits;

	private final Courier courier;

	private final TitanicEvents events;

	private final Set<String> closing = new HashSet<>();

	/** How to take back what was given out. */
	private final Map<String, Runnable> recalls = new HashMap<>();

	private @Nullable TitanicMachine machine;

	EngineActions(TitanicEngine engine, GroupCommit commits, Courier courier, TitanicEvents events) {
		this.engine = engine;
		this.commits = commits;
		this.courier = courier;
		this.events = events;
	}

	void use(TitanicMachine newMachine) {
		this.machine = newMachine;
	}

	/** Ids that are being closed. */
	Set<String> closing() {
		return this.closing;
	}

	@Override
	public void probe(ServiceName service) {
		this.courier.probe(service, (served) -> this.engine.post((now) -> machine().onProbed(service, served, now)));
	}

	@Override
	public void dispatch(TitanicRequest request, boolean alone) {
		this.events.titanicDispatched(request.service(), request.deliveries() + 1);
		String id = request.id();
		// it never ends before it is noted here: the end comes by the mail
		this.recalls.put(id, this.courier.deliver(request, alone,
				(execution) -> this.engine.post((now) -> onExecuted(id, execution, now))));
	}

	private void onExecuted(String id, Execution execution, long now) {
		this.recalls.remove(id);
		machine().onExecuted(id, execution, now);
	}

	@Override
	public void recall(TitanicRequest request) {
		Runnable recall = this.recalls.get(request.id());
		if (recall != null) {
			recall.run();
		}
	}

	@Override
	public void discard(TitanicRequest request) {
		this.commits.add(WriteTask.due((transaction) -> {
			transaction.discard(request);
			return request;
		}, (discarded, now) -> {
		}));
	}

	@Override
	public void claim(ServiceName service, int most) {
		this.commits.add(WriteTask.of((transaction) -> transaction.claim(service, most),
				(claimed, now) -> machine().onClaimed(service, open(claimed.requests()), claimed.more(), now),
				(failure, now) -> machine().onNotClaimed(service, now)));
	}

	/** Without those that are deleted a moment later in the same transaction. */
	private List<TitanicRequest> open(List<TitanicRequest> claimed) {
		if (this.closing.isEmpty()) {
			return claimed;
		}
		List<TitanicRequest> open = new ArrayList<>(claimed);
		open.removeIf((request) -> this.closing.contains(request.id()));
		return open;
	}

	@Override
	public void release(List<TitanicRequest> requests) {
		this.commits.add(WriteTask.due((transaction) -> {
			transaction.release(requests);
			return requests;
		}, (released, now) -> {
		}));
	}

	@Override
	public void finish(TitanicRequest request, Reply reply) {
		this.commits.add(WriteTask.due((transaction) -> {
			transaction.finish(request, reply);
			return request;
		}, (finished, now) -> {
			machine().onSettled(request.id(), now);
			this.engine.onExecuted(request.service(), reply.status());
		}));
	}

	@Override
	public void count(TitanicRequest request, int deliveries) {
		this.events.titanicLost(request.service(), deliveries);
		this.commits.add(WriteTask.due((transaction) -> transaction.count(request, deliveries),
				(ours, now) -> onCounted(request, ours, now)));
	}

	private void onCounted(TitanicRequest request, boolean ours, long now) {
		machine().onCounted(request.id(), ours, now);
		if (!ours) {
			// closed meanwhile, unless another instance has it: nobody has it in hand now
			this.commits.add(WriteTask.due((transaction) -> {
				transaction.bury(request, 0);
				return request;
			}, (gone, later) -> {
			}));
		}
	}

	@Override
	public void bury(TitanicRequest request, int deliveries) {
		this.events.titanicLost(request.service(), deliveries);
		this.commits.add(WriteTask.due((transaction) -> {
			transaction.bury(request, deliveries);
			return request;
		}, (buried, now) -> {
			machine().onSettled(request.id(), now);
			this.events.titanicDeadLettered(request.service(), deliveries);
		}));
	}

	private TitanicMachine machine() {
		return Objects.requireNonNull(this.machine);
	}

}
