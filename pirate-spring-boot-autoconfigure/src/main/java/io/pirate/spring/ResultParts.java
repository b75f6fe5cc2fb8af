package io.pirate.spring;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;

import io.pirate.Parts;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * How the results of a method become parts. Only a declared stream, {@link Iterable} or
 * publisher does; a collection stays one reply, as everywhere in Spring.
 */
@FunctionalInterface
interface ResultParts {

	/**
	 * The elements of a result.
	 * @param result what the method returned
	 * @param pulls runs what asks a stream or an iterable for its next elements
	 * @return their publisher, for one subscriber
	 */
	Flow.Publisher<?> of(Object result, Executor pulls);

	/** For a declared return type; {@code null} if it means one reply. */
	static @Nullable ResultParts forType(Class<?> type) {
		if (BaseStream.class.isAssignableFrom(type)) {
			return (result, pulls) -> stream((BaseStream<?, ?>) result, pulls);
		}
		if (type == Iterable.class) {
			return (result, pulls) -> Parts.of(((Iterable<?>) result).iterator(), () -> close(result), pulls);
		}
		if (Flow.Publisher.class.isAssignableFrom(type)) {
			return (result, pulls) -> (Flow.Publisher<?>) result;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter != null) {
			return adapter.isMultiValue() ? (result, pulls) -> ReactiveStreams.flow(adapter.toPublisher(result)) : null;
		}
		return ReactiveStreams.isPublisher(type) ? (result, pulls) -> ReactiveStreams.flow(result) : null;
	}

	private static Flow.Publisher<?> stream(BaseStream<?, ?> stream, Executor pulls) {
		try {
			return Parts.of(stream.iterator(), stream::close, pulls);
		}
		catch (RuntimeException ex) {
			stream.close();
			throw ex;
		}
	}

	private static void close(Object iterable) {
		if (iterable instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException("The iterable could not be closed", ex);
			}
		}
	}

	/** Apart, so that Reactive Streams are needed only where they are used. */
	final class ReactiveStreams {

		private static final boolean PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
				ResultParts.class.getClassLoader());

		private ReactiveStreams() {
		}

		static boolean isPublisher(Class<?> type) {
			return PRESENT && Publisher.class.isAssignableFrom(type);
		}

		static Flow.Publisher<?> flow(Object publisher) {
			return FlowAdapters.toFlowPublisher((Publisher<?>) publisher);
		}

	}

}
