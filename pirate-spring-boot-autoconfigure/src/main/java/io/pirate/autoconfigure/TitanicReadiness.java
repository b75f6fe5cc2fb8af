package io.pirate.autoconfigure;

import io.pirate.spring.event.TitanicFailedEvent;
import io.pirate.spring.event.TitanicRecoveredEvent;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * Takes the application out of its load balancer while its Titanic can keep nothing, for
 * example after a failed fsync.
 *
 * @param context whose readiness it is
 */
record TitanicReadiness(ApplicationContext context) {

	@EventListener
	void onFailure(TitanicFailedEvent event) {
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
	}

	@EventListener
	void onRecovery(TitanicRecoveredEvent event) {
		AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
	}
}
