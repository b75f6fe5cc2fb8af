package io.pirate;

import java.time.Duration;
import java.util.List;

/** Addresses that never change. */
record FixedEndpoints(List<String> addresses) implements PirateEndpoints {

	FixedEndpoints {
		addresses = List.copyOf(addresses);
	}

	@Override
	public List<String> lookup() {
		return this.addresses;
	}

	@Override
	public Duration interval() {
		return Duration.ZERO;
	}

}
