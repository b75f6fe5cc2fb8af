package io.pirate.spring;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.machine.Job;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/** What an annotated method that replies in parts gets and gives, without any socket. */
class StreamingMethodTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final PirateMessageConverter converter = new PirateMessageConverter(
			List.of(new JacksonJsonMessageConverter()));

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	@BeforeEach
	void startValidator() {
		this.validator.afterPropertiesSet();
	}

	@Test
	void streamsAreAnsweredPartByPart() throws Exception {
		for (String method : List.of("stream", "flux", "iterable", "flow", "publisher")) {
			assertThat(parts(method, Frames.ofText("x"))).as(method)
				.extracting(Reply::body)
				.containsExactly(Frames.ofText("a"), Frames.ofText("b"));
		}
		assertThat(parts("numbers", Frames.ofText("x"))).extracting(Reply::contentType)
			.containsExactly("application/json", "application/json");
		assertThat(parts("noStream", Frames.ofText("x"))).isEmpty();
	}

	@Test
	void aPartMayHaveHeadersOfItsOwn() throws Exception {
		List<Reply> parts = parts("messages", Frames.ofText("x"));
		assertThat(parts).extracting(Reply::body).containsExactly(Frames.ofText("x1"), Frames.ofText("x2"));
		assertThat(parts).extracting(Reply::headers).containsExactly(Map.of("number", "1"), Map.of("number", "2"));
	}

	@Test
	void aPartThatCannotBeWrittenIsTheLast() throws Exception {
		List<Reply> parts = parts("unwritableParts", Frames.ofText("x"));
		assertThat(parts).hasSize(2);
		assertThat(parts.get(0).body()).isEqualTo(Frames.ofText("a"));
		assertThat(parts.get(1).reason()).startsWith("The result cannot be sent");
	}

	@Test
	void aFailureBeforeTheFirstPartIsRecoveredALaterOneIsNot() throws Exception {
		this.beanFactory.registerSingleton("rescue",
				(PirateErrorHandler) (request, failure) -> "rescued from " + failure.getMessage());
		assertThat(parts("rescuedStream", Frames.ofText("now"))).extracting(Reply::body)
			.containsExactly(Frames.ofText("rescued from now"));
		assertThat(parts("rescuedStream", Frames.ofText("first"))).extracting(Reply::body)
			.containsExactly(Frames.ofText("rescued from first"));
		List<Reply> parts = parts("rescuedStream", Frames.ofText("second"));
		assertThat(parts).hasSize(2);
		assertFailure(parts.get(1), "handler-failed", "second");
	}

	@Test
	void aRequestThatCannotBeReadIsABadRequestOfAStreamToo() throws Exception {
		List<Reply> parts = parts("numbers", Frames.ofText("a", "b"));
		assertThat(parts).singleElement().satisfies((part) -> assertThat(part.code()).isEqualTo("bad-request"));
	}

	@Test
	void aFailureWaitsUntilItIsAskedFor() throws Exception {
		List<Reply> taken = new CopyOnWriteArrayList<>();
		AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
		publisher("failingFlux", Frames.ofText("x")).subscribe(new Taking(taken, subscription));
		assertThat(taken).isEmpty();
		subscription.get().request(1);
		assertThat(taken).singleElement().satisfies((part) -> assertFailure(part, "handler-failed", "at once"));
	}

	private static void assertFailure(Reply reply, String code, String reason) {
		assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
		assertThat(reply.code()).isEqualTo(code);
		assertThat(reply.reason()).isEqualTo(reason);
	}

	private List<Reply> parts(String name, Frames body) throws Exception {
		List<Reply> taken = new CopyOnWriteArrayList<>();
		AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
		Taking taking = new Taking(taken, subscription);
		publisher(name, body).subscribe(taking);
		subscription.get().request(100);
		assertThat(taking.over).succeedsWithin(Duration.ofSeconds(5));
		return taken;
	}

	private Flow.Publisher<Reply> publisher(String name, Frames body) throws Exception {
		Request request = new Request(ServiceName.ANONYMOUS, body, null, Map.of());
		return definition(name).streamHandler().handle(new Job(1, request, 1, -1));
	}

	private PirateWorkerDefinition definition(String name) {
		WorkerMethodHandlers bean = new WorkerMethodHandlers();
		Method method = Stream.of(ReflectionUtils.getDeclaredMethods(WorkerMethodHandlers.class))
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		WorkerMethods methods = new WorkerMethods(
				new WorkerMethodFactory(this.beanFactory, this.converter, this.validator), this.converter,
				ObservationRegistry.NOOP, null);
		return methods.definition(this.beanFactory, bean, "handlers", WorkerMethodHandlers.class, method,
				AnnotatedElementUtils.findMergedAnnotation(method, PirateWorker.class));
	}

	/** Collects what comes, and leaves asking for it to others. */
	private static final class Taking implements Flow.Subscriber<Reply> {

		private final CompletableFuture<Void> over = new CompletableFuture<>();

		private final List<Reply> taken;

		private final AtomicReference<Flow.Subscription> subscription;

		Taking(List<Reply> taken, AtomicReference<Flow.Subscription> subscription) {
			this.taken = taken;
			this.subscription = subscription;
		}

		@Override
		public void onSubscribe(Flow.Subscription newSubscription) {
			this.subscription.set(newSubscription);
		}

		@Override
		public void onNext(Reply part) {
			this.taken.add(part);
		}

		@Override
		public void onError(Throwable failure) {
			this.over.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.over.complete(null);
		}

	}

}
