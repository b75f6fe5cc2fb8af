package io.pirate.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Keeps secret keys out of the actuator's endpoints, also where values are shown.
 */
@AutoConfiguration(after = PirateAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class PirateSanitizingAutoConfiguration {

	private static final String PIRATE = "pirate";

	private static final String SECRET_KEY = "secretkey";

	/** By name, and wherever else a key is part of a value, such as a command line. */
	@Bean
	SanitizingFunction pirateSanitizingFunction(ObjectProvider<PirateSecurity> security) {
		return (data) -> {
			boolean secret = isSecret(data.getKey()) || holdsSecret(data.getValue(), security.getIfAvailable());
			return secret ? data.withSanitizedValue() : data;
		};
	}

	private static boolean isSecret(String key) {
		String letters = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
		return letters.contains(PIRATE) && letters.endsWith(SECRET_KEY);
	}

	private static boolean holdsSecret(@Nullable Object value, @Nullable PirateSecurity security) {
		if (value == null || security == null) {
			return false;
		}
		String text = value.toString();
		return security.secrets().stream().anyMatch(text::contains);
	}

}
