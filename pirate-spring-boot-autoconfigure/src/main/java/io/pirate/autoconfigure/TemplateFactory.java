package io.pirate.autoconfigure;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.PirateClientObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * Makes the templates of all connections alike.
 *
 * @param clients who asks
 * @param options what a connection's configuration says
 * @param converter how bodies are written and read
 * @param observations who watches
 * @param convention names and tags, or {@code null} for the default ones
 * @param customizers who may change them
 */
record TemplateFactory(PirateClients clients, PirateOptions options, PirateMessageConverter converter,
		ObservationRegistry observations, @Nullable PirateClientObservationConvention convention,
		List<PirateTemplateCustomizer> customizers) {

	PirateTemplate template(String connection) {
		PirateTemplate.Builder builder = PirateTemplate.builder(this.clients.connection(connection), this.converter)
			.observations(this.observations, this.convention);
		ClientMapper configured = this.options.clientMapper(connection);
		builder.defaultService(configured.defaultService()).idempotencyKeys(configured.client().idempotencyKeys());
		configured.services().forEach(builder::patience);
		this.customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}
}
