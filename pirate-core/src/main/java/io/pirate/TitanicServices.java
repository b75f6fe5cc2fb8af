package io.pirate;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.pirate.machine.Job;
import io.pirate.store.StoreReader;
import io.pirate.store.StoreThread;
import io.pirate.store.TitanicEngine;
import io.pirate.wire.Malformed;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspCommand;
import io.pirate.wire.TspReply;
import org.jspecify.annotations.Nullable;

/**
 * The three services of RFC 9. No thread waits: each answer comes with the commit, or
 * from the reader.
 */
final class TitanicServices implements PirateHandler {

	private final TitanicEngine engine;

	private final StoreThread thread;

	TitanicServices(TitanicEngine engine, StoreThread thread) {
		this.engine = engine;
		this.thread = thread;
	}

	@Override
	public CompletionStage<Reply> handle(Job job) {
		Request asked = job.request();
		TspCommand command = TspCodec.decodeCommand(asked.service(), asked.body());
		if (command instanceof TspCommand.Submit submit) {
			CompletableFuture<Reply> answer = new CompletableFuture<>();
			Request kept = new Request(submit.service(), submit.body(), asked.contentType(), asked.headers());
			this.engine.submit(kept, (reply) -> answer.complete(plain(reply)));
			return answer;
		}
		if (command instanceof TspCommand.Close close) {
			CompletableFuture<Reply> answer = new CompletableFuture<>();
			this.engine.close(close.id(), (reply) -> answer.complete(plain(reply)));
			return answer;
		}
		if (command instanceof TspCommand.Fetch fetch) {
			return this.thread.read((reader) -> reader.find(fetch.id()))
				.handle((found, failure) -> (failure == null) ? answer(found) : unreadable());
		}
		String reason = (command instanceof Malformed malformed) ? malformed.reason() : "unknown command";
		boolean submits = asked.service().equals(TspCodec.REQUEST);
		return CompletableFuture
			.completedStage(plain(submits ? this.engine.refusal("bad-request", reason) : TspReply.Unknown.INSTANCE));
	}

	/**
	 * Headers and content type of a success are the worker's; of a failure, its words.
	 */
	private static Reply answer(StoreReader.@Nullable Found found) {
		if (found instanceof StoreReader.Found.Ended ended) {
			Reply reply = ended.reply();
			if (reply.status() == ReplyStatus.OK) {
				return Reply.ok(TspCodec.encode(new TspReply.Answered(reply.body())), reply.contentType(),
						reply.headers());
			}
			return plain(new TspReply.Failed(reply.status(), reply.code(), reply.reason()));
		}
		return plain(
				(found instanceof StoreReader.Found.Waiting) ? TspReply.Pending.INSTANCE : TspReply.Unknown.INSTANCE);
	}

	private static Reply unreadable() {
		return plain(new TspReply.Failed(ReplyStatus.ERROR, "storage", "the reply cannot be read"));
	}

	private static Reply plain(TspReply reply) {
		return Reply.ok(TspCodec.encode(reply), null, Map.of());
	}

}
