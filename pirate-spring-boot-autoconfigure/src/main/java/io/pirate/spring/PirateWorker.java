package io.pirate.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Marks a method of a bean that answers requests. Arguments are resolved as for any
 * message handling method: the plain or {@code @Payload} argument is the body,
 * {@code @Header}, {@code @Headers} and {@code Message<T>} work, and so does validation
 * and {@code @MessageExceptionHandler}. {@code byte[]}, {@code String} and JSON take
 * exactly one body frame, {@code List<byte[]>} takes and gives all frames.
 * {@code CompletableFuture} and {@code Mono} results hold no thread.
 * <p>
 * A method declared to return a {@link java.util.stream.Stream}, an {@link Iterable}, a
 * {@link java.util.concurrent.Flow.Publisher}, or a reactive type of many values such as
 * {@code Flux}, replies in parts: each element is converted like a reply of its own and
 * sent when the caller has room for it. Collections stay one reply. The stream is closed
 * when it is over or the caller wants no more; its elements are fetched after the method
 * has returned, and not always by the same thread. Failures before the first part are
 * answered as usual; a later one ends the reply.
 * <p>
 * Any failure becomes an error reply at once: {@code bad-request} if the request cannot
 * be read or is not valid, {@code handler-failed} otherwise, or the code of an
 * {@link ErrorReplyException}.
 * <p>
 * Every attribute is a string in which <code>${…}</code> placeholders and
 * <code>#{…}</code> expressions are resolved. Empty means: as configured under
 * {@code pirate.worker}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface PirateWorker {

	/**
	 * The service it answers for, by Majordomo; empty is the anonymous one of a queue
	 * without names. Up to 255 bytes of UTF-8 without control characters, not beginning
	 * with {@code mmi.}.
	 * @return alias of {@link #service()}
	 */
	@AliasFor("service")
	String value() default "";

	/**
	 * The service it answers for, by Majordomo; empty is the anonymous one of a queue
	 * without names. Up to 255 bytes of UTF-8 without control characters, not beginning
	 * with {@code mmi.}.
	 * @return alias of {@link #value()}
	 */
	@AliasFor("value")
	String service() default "";

	/**
	 * Its name in the {@link PirateWorkerRegistry}, unique in the application.
	 * @return by default bean name and method name with a dot between
	 */
	String id() default "";

	/**
	 * Handlers running at once.
	 * @return a number, at least 1
	 */
	String concurrency() default "";

	/**
	 * Requests in hand, running and waiting.
	 * @return a number, at least the concurrency
	 */
	String capacity() default "";

	/**
	 * Whether it starts with the application.
	 * @return {@code true} (the default) or {@code false}
	 */
	String autoStartup() default "";

	/**
	 * The named connection it belongs to.
	 * @return a name below {@code pirate.connections}
	 */
	String connection() default "";

	/**
	 * The bean that answers instead of the method when that has failed.
	 * @return the name of a {@link PirateErrorHandler} bean
	 */
	String errorHandler() default "";

	/**
	 * How long one request may run before it is handed back to the queue; for a method
	 * that replies in parts, how long the next part may take while one is wanted.
	 * @return a duration such as {@code 30s} or {@code PT30S}
	 */
	String handlerTimeout() default "";

	/**
	 * Where its replies are kept, so that a call that comes again, to this worker or to
	 * another one of the service, gets the reply of its first run. Calls are known by
	 * their header {@code idempotency-key}, which {@link RequestSpec#submit()} always
	 * sets, {@link RequestSpec#idempotencyKey} states, and
	 * {@code pirate.client.idempotency-keys} adds to every call of a template. Only good
	 * replies are kept; a call that failed runs again. Not for methods that reply in
	 * parts.
	 * @return {@code memory} for this process (needs Caffeine), {@code cache:<name>} for
	 * a cache of Spring's {@code CacheManager}, {@code store} for a table in the
	 * application's {@code DataSource} that all workers of the service share, or the name
	 * of a bean of type {@link io.pirate.dedup.ReplyMemory}; empty means that every call
	 * runs
	 */
	String deduplicate() default "";

	/**
	 * Whether the method runs on the I/O thread, without a hand-over to another: for one
	 * that never waits and takes microseconds. While it runs, no worker of its connection
	 * heartbeats. After a run longer than the handler timeout it gets threads of its own.
	 * Not for a method that replies in parts.
	 * @return {@code true} or {@code false} (the default)
	 */
	String ioThread() default "";

}
