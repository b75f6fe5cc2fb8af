package io.pirate.store;

import java.util.Set;
import java.util.function.Consumer;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.wire.TspReply;

/** A client's closing of a request. */
final class CloseTask implements StoreTask {

	private final TitanicEngine engine;

	private final GroupCommit commits;

	private final Set<String> closing;

	private final String id;

	private final Closing how;

	private final Consumer<TspReply> answer;

	/**
	 * A closing.
	 * @param engine counts refusals
	 * @param commits where it goes again if it must be written
	 * @param closing ids that are being closed: nothing may be taken out of the store
	 * under them
	 * @param id the ticket
	 * @param how what the machine knows of it
	 * @param answer told once
	 */
	CloseTask(TitanicEngine engine, GroupCommit commits, Set<String> closing, String id, Closing how,
			Consumer<TspReply> answer) {
		this.engine = engine;
		this.commits = commits;
		this.closing = closing;
		this.id = id;
		this.how = how;
		this.answer = answer;
		closing.add(id);
	}

	@Override
	public void write(StoreTransaction transaction) {
		transaction.close(this.id, this.how);
	}

	@Override
	public void done(long now) {
		this.closing.remove(this.id);
		this.answer.accept(TspReply.Closed.INSTANCE);
	}

	@Override
	public void failed(StoreException failure, long now) {
		this.closing.remove(this.id);
		this.answer.accept(this.engine.refusal("storage", "the request could not be closed"));
		if (this.how == Closing.WITHDRAWN) {
			// nobody would execute it any more, so it must not stay
			this.commits.add(WriteTask.due((transaction) -> {
				transaction.close(this.id, this.how);
				return this.id;
			}, (done, later) -> {
			}));
		}
	}

}
