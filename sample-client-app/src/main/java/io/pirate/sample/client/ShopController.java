package io.pirate.sample.client;

import io.pirate.spring.PirateOperations;
import io.pirate.spring.reactive.PirateFlux;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Asks the services {@code orders} and {@code rows}. */
@RestController
final class ShopController {

	private final PirateOperations pirate;

	ShopController(PirateOperations pirate) {
		this.pirate = pirate;
	}

	/**
	 * Places an order.
	 * @param order what is ordered
	 * @return what the service says
	 */
	@PostMapping("/orders")
	@Nullable Receipt orders(@RequestBody Order order) {
		return this.pirate.request("orders", order, Receipt.class);
	}

	/**
	 * Rows as lines of JSON, passed on as they come. Spring asks for the next one when
	 * the last was written, so a slow browser slows the worker down; one that goes away
	 * stops it.
	 * @param count how many
	 * @return the rows
	 */
	@GetMapping(path = "/rows", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<Row> rows(@RequestParam("n") int count) {
		return PirateFlux.flux(this.pirate.to("rows").body(count), Row.class);
	}

}
