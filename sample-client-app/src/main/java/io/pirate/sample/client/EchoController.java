package io.pirate.sample.client;

import io.pirate.spring.PirateOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Asks the anonymous service, or the one that the request names. */
@RestController
final class EchoController {

	private final PirateOperations pirate;

	EchoController(PirateOperations pirate) {
		this.pirate = pirate;
	}

	/**
	 * Text as raw UTF-8, so that a worker in any language can answer it.
	 * @param text what is asked
	 * @param service whom to ask, for example {@code echo}; empty for the anonymous
	 * service
	 * @return the body of the reply
	 */
	@GetMapping(path = "/echo", produces = "text/plain;charset=UTF-8")
	@Nullable String echo(@RequestParam String text, @RequestParam(defaultValue = "") String service) {
		return this.pirate.request(service, text, String.class);
	}

	/**
	 * A record as JSON, there and back.
	 * @param order what is asked
	 * @return what the worker made of it
	 */
	@PostMapping("/order")
	@Nullable Order order(@RequestBody Order order) {
		return this.pirate.request(order, Order.class);
	}

}
