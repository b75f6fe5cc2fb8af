package io.pirate.sample.worker;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.spring.PirateWorker;
import jakarta.validation.Valid;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Services with names: bytes, JSON, and one that replies in parts. */
@Component
@ConditionalOnBooleanProperty(name = "sample.services.enabled", matchIfMissing = true)
final class NamedServices {

	private final Duration delay;

	NamedServices(SampleProperties properties) {
		this.delay = properties.echoDelay();
	}

	/**
	 * The body unchanged.
	 * @param body any bytes
	 * @return the same bytes
	 * @throws InterruptedException if the worker gave up on this request
	 */
	@PirateWorker("echo")
	byte[] echo(byte[] body) throws InterruptedException {
		Thread.sleep(this.delay.toMillis());
		return body;
	}

	/**
	 * An order as JSON; one that is not valid is refused before it comes here.
	 * @param order what is ordered
	 * @return what was understood
	 */
	@PirateWorker("orders")
	Receipt place(@Valid Order order) {
		return new Receipt(order.item(), order.quantity(), "accepted");
	}

	/**
	 * As many rows as are asked for, one by one; no more than the caller takes are made.
	 * @param count how many
	 * @return the rows
	 */
	@PirateWorker("rows")
	Stream<Row> rows(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((number) -> new Row(number, "row " + number));
	}

}
