package io.pirate.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if a worker is to be bound, on the default connection or a named one. */
final class OnBoundWorker extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Bound worker");
		return isBound(context.getEnvironment()) ? ConditionOutcome.match(message.because("pirate.worker.bind is set"))
				: ConditionOutcome.noMatch(message.because("no worker is bound"));
	}

	private static boolean isBound(Environment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind("pirate.worker.bind", String.class).isBound()
				|| binder.bind("pirate.connections", Bindable.mapOf(String.class, Connection.class))
					.orElseGet(Map::of)
					.values()
					.stream()
					.anyMatch((connection) -> connection.worker() != null && connection.worker().bind() != null);
	}

	/** As much of a named connection as matters here. */
	record Connection(@Nullable Worker worker) {
	}

	/** As much of its worker. */
	record Worker(@Nullable String bind) {
	}

}
