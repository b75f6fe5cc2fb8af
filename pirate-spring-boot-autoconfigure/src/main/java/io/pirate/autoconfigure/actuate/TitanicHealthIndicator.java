package io.pirate.autoconfigure.actuate;

import io.pirate.machine.TitanicSnapshot;
import io.pirate.spring.PirateTitanicLifecycle;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * This application's Titanic: DOWN when its store has failed or does not answer,
 * OUT_OF_SERVICE when it is full or not running.
 */
final class TitanicHealthIndicator implements HealthIndicator {

	private final PirateTitanicLifecycle titanic;

	TitanicHealthIndicator(PirateTitanicLifecycle titanic) {
		this.titanic = titanic;
	}

	@Override
	public Health health() {
		try {
			return this.titanic.snapshot()
				.map(this::health)
				.orElseGet(() -> Health.outOfService().withDetail("reason", "the Titanic is not running").build());
		}
		catch (RuntimeException ex) {
			String failure = this.titanic.failure();
			return (failure != null) ? Health.down().withDetail("reason", failure).build() : Health.down(ex).build();
		}
	}

	private Health health(TitanicSnapshot snapshot) {
		Health.Builder health = Health.up();
		if (snapshot.failure() != null) {
			health.down().withDetail("reason", snapshot.failure());
		}
		else if (!snapshot.accepting()) {
			health.outOfService().withDetail("reason", TitanicView.room(snapshot));
		}
		health.withDetail("name", this.titanic.options().name()).withDetails(TitanicView.figures(snapshot));
		var disk = TitanicView.disk(this.titanic);
		return ((disk != null) ? health.withDetail("disk", disk) : health).build();
	}

}
