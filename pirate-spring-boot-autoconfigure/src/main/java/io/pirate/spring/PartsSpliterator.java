package io.pirate.spring;

import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.pirate.ReplyParts;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Behind a stream of parts: asks when the stream's terminal operation begins, and waits
 * for each part when that wants it. What ends the operation with an exception ends the
 * call too.
 *
 * @param <T> type of a part
 */
final class PartsSpliterator<T> implements Spliterator<T> {

	private final PartsSource source;

	private final Function<Reply, @Nullable T> reader;

	private final AtomicReference<@Nullable Open> open = new AtomicReference<>();

	private volatile boolean closed;

	/**
	 * A call that was not made.
	 * @param source makes it
	 * @param reader reads its parts
	 */
	PartsSpliterator(PartsSource source, Function<Reply, @Nullable T> reader) {
		this.source = source;
		this.reader = reader;
	}

	@Override
	@SuppressWarnings("NullAway") // a part may be the JSON value null
	public boolean tryAdvance(Consumer<? super T> action) {
		Open call = opened();
		T part;
		try {
			if (!call.parts().hasNext()) {
				call.observation().end(null);
				return false;
			}
			part = read(call);
		}
		catch (RuntimeException ex) {
			call.fail(ex);
			throw ex;
		}
		boolean accepted = false;
		try {
			action.accept(part);
			accepted = true;
		}
		finally {
			if (!accepted) {
				call.close();
			}
		}
		return true;
	}

	private @Nullable T read(Open call) {
		Reply part = call.parts().next();
		call.observation().replied(part);
		return this.reader.apply(part);
	}

	/** The stream is closed: the call is cancelled unless it has ended. */
	void close() {
		this.closed = true;
		Open call = this.open.get();
		if (call != null) {
			call.close();
		}
	}

	@Override
	public @Nullable Spliterator<T> trySplit() {
		return null;
	}

	@Override
	public long estimateSize() {
		return Long.MAX_VALUE;
	}

	@Override
	public int characteristics() {
		return ORDERED;
	}

	private Open opened() {
		Open call = this.open.get();
		if (call != null) {
			return call;
		}
		ClientObservation observation = this.source.observe();
		try {
			call = new Open(this.source.parts(observation.headers()), observation);
		}
		catch (RuntimeException ex) {
			observation.end(ex);
			throw ex;
		}
		this.open.set(call);
		if (this.closed) {
			call.close();
		}
		return call;
	}

	/**
	 * A call that was made.
	 *
	 * @param parts its parts
	 * @param observation who watches it
	 */
	private record Open(ReplyParts parts, ClientObservation observation) {

		void fail(RuntimeException failure) {
			this.observation.end(failure);
			this.parts.close();
		}

		void close() {
			this.parts.close();
			this.observation.cancelled();
		}

	}

}
