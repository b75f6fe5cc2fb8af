package io.pirate.sample.worker;

import java.time.Duration;
import java.util.List;

import io.pirate.spring.PirateWorker;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Answers whatever has no service name with what it was asked. */
@Component
@ConditionalOnBooleanProperty(name = "sample.anonymous.enabled", matchIfMissing = true)
final class AnonymousEcho {

	private final Duration delay;

	AnonymousEcho(SampleProperties properties) {
		this.delay = properties.echoDelay();
	}

	/**
	 * All frames as they came: no conversion touches them.
	 * @param frames the body
	 * @return the same body
	 * @throws InterruptedException if the worker gave up on this request
	 */
	@PirateWorker
	List<byte[]> echo(List<byte[]> frames) throws InterruptedException {
		Thread.sleep(this.delay.toMillis());
		return frames;
	}

}
