package io.pirate.store;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Request;
import io.pirate.wire.TspReply;
import org.jspecify.annotations.Nullable;

/** A client's request, to be stored and then acknowledged. */
final class InsertTask implements StoreTask {

	private final TitanicEngine engine;

	private final TitanicMachine machine;

	private final StoreTransaction.NewRequest fresh;

	private final Consumer<TspReply> answer;

	private final long arrivedNanos;

	private @Nullable Supplier<StoreTransaction.Kept> kept;

	InsertTask(TitanicEngine engine, TitanicMachine machine, StoreTransaction.NewRequest fresh,
			Consumer<TspReply> answer, long arrivedNanos) {
		this.engine = engine;
		this.machine = machine;
		this.fresh = fresh;
		this.answer = answer;
		this.arrivedNanos = arrivedNanos;
	}

	@Override
	public void write(StoreTransaction transaction) {
		this.kept = transaction.insert(this.fresh);
	}

	@Override
	public void done(long now) {
		StoreTransaction.Kept stored = Objects.requireNonNull(this.kept, "not written").get();
		Request request = this.fresh.request();
		this.answer.accept(new TspReply.Stored(stored.id()));
		if (stored.fresh()) {
			this.engine.onStored(request.service(), now - this.arrivedNanos);
		}
		if (this.fresh.take() && stored.fresh()) {
			this.machine.onStored(new TitanicRequest(stored.id(), request, 0, stored.bytes()), now);
		}
		else if (this.fresh.take()) {
			this.machine.onNotStored(request.service());
		}
		else if (stored.fresh()) {
			this.machine.onBacklog(request.service(), now);
		}
	}

	@Override
	public void failed(StoreException failure, long now) {
		if (this.fresh.take()) {
			this.machine.onNotStored(this.fresh.request().service());
		}
		this.answer.accept(this.engine.refusal("storage", "the request could not be stored"));
	}

}
