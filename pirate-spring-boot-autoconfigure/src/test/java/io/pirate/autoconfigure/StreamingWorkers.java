package io.pirate.autoconfigure;

import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.spring.ErrorReplyException;
import io.pirate.spring.PirateWorker;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** One service for each story of {@link StreamTests} and {@link StreamEndTests}. */
@Configuration(proxyBeanMethods = false)
class StreamingWorkers {

	/** How many elements were fetched, of all streams. */
	final AtomicInteger produced = new AtomicInteger();

	/** How many streams were closed. */
	final AtomicInteger closed = new AtomicInteger();

	@PirateWorker("stream")
	Stream<Row> stream(int rows) {
		return IntStream.range(0, rows).mapToObj(this::row).onClose(this.closed::incrementAndGet);
	}

	@PirateWorker("int-stream")
	IntStream intStream(int rows) {
		return IntStream.range(0, rows);
	}

	@PirateWorker("iterable")
	Iterable<Row> iterable(int rows) {
		return () -> IntStream.range(0, rows).mapToObj(this::row).iterator();
	}

	@PirateWorker("flux")
	Flux<Row> flux(int rows) {
		return Flux.range(0, rows).map(this::row);
	}

	@PirateWorker("flow")
	Flow.Publisher<Row> flow(int rows) {
		return JdkFlowAdapter.publisherToFlowPublisher(flux(rows));
	}

	@PirateWorker("list")
	List<Row> list(int rows) {
		return stream(rows).toList();
	}

	@PirateWorker("endless")
	Stream<Row> endless(int from) {
		return IntStream.iterate(from, (i) -> i + 1).mapToObj(this::row).onClose(this.closed::incrementAndGet);
	}

	@PirateWorker("endless-flux")
	Flux<Row> endlessFlux(int from) {
		return Flux.range(from, Integer.MAX_VALUE - from).map(this::row).doOnCancel(this.closed::incrementAndGet);
	}

	/** Breaks when it comes to three, with the code it was asked for. */
	@PirateWorker("breaking")
	Stream<Row> breaking(String code) {
		return IntStream.range(0, 10).mapToObj((i) -> {
			if (i == 3) {
				throw code.isEmpty() ? new IllegalStateException("three") : new ErrorReplyException(code, "three");
			}
			return row(i);
		}).onClose(this.closed::incrementAndGet);
	}

	/** Fails before there is anything to send: at once, or with the first element. */
	@PirateWorker("failing")
	Flux<Row> failing(String when) {
		switch (when) {
			case "at once" -> throw new IllegalStateException("at once");
			case "recovered at once" -> throw new UnsupportedOperationException();
			case "recovered" -> {
				return Flux.error(new UnsupportedOperationException());
			}
			default -> {
				return Flux.error(new IllegalStateException(when));
			}
		}
	}

	@PirateWorker
	Iterable<String> words(String sentence) {
		return List.of(sentence.split(" "));
	}

	@MessageExceptionHandler
	Row recover(UnsupportedOperationException ex) {
		return new Row(-1, "recovered");
	}

	private Row row(int number) {
		this.produced.incrementAndGet();
		return new Row(number, "row " + number);
	}

	record Row(int number, String text) {
	}

}
