package io.pirate.spring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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

/** What an annotated method gets and gives, without any socket. */
class WorkerMethodTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final PirateMessageConverter converter = new PirateMessageConverter(
			List.of(new JacksonJsonMessageConverter()));

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	@BeforeEach
	void startValidator() {
		this.validator.afterPropertiesSet();
	}

	@Test
	void textInTextOut() throws Exception {
		Reply reply = call("hello", Frames.ofText("Anne"), Map.of());
		assertThat(reply.status()).isEqualTo(ReplyStatus.OK);
		assertThat(reply.body()).isEqualTo(Frames.ofText("Hello, Anne"));
		assertThat(reply.contentType()).isEqualTo("text/plain;charset=UTF-8");
	}

	@Test
	void emptyTextIsAnArgumentToo() throws Exception {
		assertThat(call("hello", Frames.ofText(""), Map.of()).body()).isEqualTo(Frames.ofText("Hello, "));
		assertThat(call("echo", Frames.ofText(""), Map.of()).body()).isEqualTo(Frames.ofText(""));
	}

	@Test
	void allFramesInAllFramesOut() throws Exception {
		Frames frames = Frames.of(new byte[] { 1 }, new byte[0], new byte[] { (byte) 0xff });
		assertThat(call("frames", frames, Map.of()).body()).isEqualTo(frames);
	}

	@Test
	void jsonAndHeadersAreResolved() throws Exception {
		Reply reply = call("place", Frames.ofText("{\"item\":\"rum\",\"quantity\":2}"), Map.of("tenant", "blue"));
		assertThat(reply.body()).isEqualTo(Frames.ofText("{\"text\":\"2 rum for blue\"}"));
		assertThat(reply.contentType()).isEqualTo("application/json");
	}

	@Test
	void whatIsInvalidIsABadRequestThatSaysWhatIsWrong() throws Exception {
		Reply reply = call("place", Frames.ofText("{\"item\":\"rum\",\"quantity\":0}"), Map.of("tenant", "blue"));
		assertFailure(reply, "bad-request", "quantity must be greater than 0");
		assertThat(reply.body()).isEqualTo(Frames.ofText("ERROR bad-request quantity must be greater than 0"));
	}

	@Test
	void whatCannotBeReadIsABadRequest() throws Exception {
		assertThat(call("place", Frames.ofText("nonsense"), Map.of("tenant", "x")).code()).isEqualTo("bad-request");
		assertThat(call("place", Frames.ofText(""), Map.of("tenant", "x")).reason()).isEqualTo("The body is empty");
		assertThat(call("hello", Frames.ofText("a", "b"), Map.of()).code()).isEqualTo("bad-request");
		assertThat(call("echo", Frames.ofText("a", "b"), Map.of()).reason()).contains("exactly one body frame");
	}

	@Test
	void aMissingOrUnreadableHeaderIsABadRequest() throws Exception {
		Frames order = Frames.ofText("{\"item\":\"rum\",\"quantity\":2}");
		assertThat(call("place", order, Map.of()).code()).isEqualTo("bad-request");
		assertThat(call("number", Frames.ofText(""), Map.of("count", "three")).code()).isEqualTo("bad-request");
		assertThat(call("number", Frames.ofText(""), Map.of("count", "3")).body()).isEqualTo(Frames.ofText("6"));
	}

	@Test
	void aFailingMethodIsAnswered() throws Exception {
		assertFailure(call("fail", Frames.ofText("boom"), Map.of()), "handler-failed", "boom");
		assertFailure(call("fail", Frames.ofText("two\nlines"), Map.of()), "handler-failed", "two");
		assertFailure(call("error", Frames.ofText(""), Map.of()), "handler-failed", "StackOverflowError");
	}

	@Test
	void aFailureOfTheMethodIsNoBadRequestWhateverItsType() throws Exception {
		assertThat(call("convertItself", Frames.ofText("x"), Map.of()).code()).isEqualTo("handler-failed");
	}

	@Test
	void aMethodMayChooseTheCode() throws Exception {
		assertFailure(call("refuse", Frames.ofText(""), Map.of()), "out-of-stock", "no rum left");
	}

	@Test
	void laterAnswersAreAwaited() throws Exception {
		assertThat(call("future", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText("future x"));
		assertThat(call("mono", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText("mono x"));
		assertFailure(call("failedFuture", Frames.ofText("x"), Map.of()), "handler-failed", "later");
	}

	@Test
	void nothingIsAnEmptyReply() throws Exception {
		assertThat(call("nothing", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText(""));
	}

	@Test
	void messagesCarryHeadersBothWays() throws Exception {
		Reply reply = call("message", Frames.ofText("x"), Map.of("tenant", "blue"));
		assertThat(reply.body()).isEqualTo(Frames.ofText("x!"));
		assertThat(reply.headers()).containsExactlyEntriesOf(Map.of("tenant", "blue!"));
	}

	@Test
	void aListOfObjectsIsNoStream() throws Exception {
		assertThat(call("list", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText("[1,2]"));
	}

	@Test
	void theBeansExceptionMethodAnswersFirst() throws Exception {
		assertThat(call("special", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText("handled special"));
	}

	@Test
	void theErrorHandlerAnswersNext() throws Exception {
		this.beanFactory.registerSingleton("rescue",
				(PirateErrorHandler) (request, failure) -> "rescued from " + failure.getMessage());
		assertThat(call("rescued", Frames.ofText("x"), Map.of()).body()).isEqualTo(Frames.ofText("rescued from x"));
	}

	@Test
	void aFailingErrorHandlerIsAnswered() throws Exception {
		this.beanFactory.registerSingleton("rescue", (PirateErrorHandler) (request, failure) -> {
			throw new ErrorReplyException("gone", "too late");
		});
		assertFailure(call("rescued", Frames.ofText("x"), Map.of()), "gone", "too late");
	}

	@Test
	void aResultThatCannotBeWrittenIsAnswered() throws Exception {
		Reply reply = call("unwritable", Frames.ofText("x"), Map.of());
		assertThat(reply.code()).isEqualTo("handler-failed");
		assertThat(reply.reason()).startsWith("The result cannot be sent");
	}

	private static void assertFailure(Reply reply, String code, String reason) {
		assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
		assertThat(reply.code()).isEqualTo(code);
		assertThat(reply.reason()).isEqualTo(reason);
	}

	private Reply call(String name, Frames body, Map<String, String> headers) throws Exception {
		Request request = new Request(ServiceName.ANONYMOUS, body, null, headers);
		try {
			return definition(name).handler().handle(new Job(1, request, 1, -1)).toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw new AssertionError("not answered", ex);
		}
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

}
