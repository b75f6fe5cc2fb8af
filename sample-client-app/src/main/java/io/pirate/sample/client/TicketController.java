package io.pirate.sample.client;

import java.net.URI;
import java.util.Map;

import io.pirate.Ticket;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.RequestSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders that are left with Titanic: nobody need be there to take them, and the receipt
 * waits until it is fetched.
 */
@RestController
@RequestMapping("/tickets")
final class TicketController {

	private final PirateOperations pirate;

	TicketController(PirateOperations pirate) {
		this.pirate = pirate;
	}

	/**
	 * Leaves an order; it is on disk when this answers.
	 * @param order what is ordered
	 * @param key names this order, so that leaving it again gives the same ticket
	 * @return 202, where to look later, and the ticket
	 */
	@PostMapping
	ResponseEntity<Map<String, String>> submit(@RequestBody Order order,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
		RequestSpec request = this.pirate.to("orders").body(order);
		Ticket ticket = ((key != null) ? request.idempotencyKey(key) : request).submit();
		return ResponseEntity.accepted().location(URI.create("/tickets/" + ticket)).body(Map.of("ticket", ticket.id()));
	}

	/**
	 * Fetches the receipt.
	 * @param ticket of the order
	 * @return 200 with the receipt, or 202 while there is none
	 */
	@GetMapping("/{ticket}")
	ResponseEntity<Receipt> fetch(@PathVariable Ticket ticket) {
		return this.pirate.fetch(ticket, Receipt.class)
			.map(ResponseEntity::ok)
			.orElseGet(() -> ResponseEntity.accepted().build());
	}

	/**
	 * Forgets order and receipt.
	 * @param ticket of the order
	 */
	@DeleteMapping("/{ticket}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void close(@PathVariable Ticket ticket) {
		this.pirate.close(ticket);
	}

}
