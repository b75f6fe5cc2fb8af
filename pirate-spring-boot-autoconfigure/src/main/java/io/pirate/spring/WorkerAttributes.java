package io.pirate.spring;

import java.time.Duration;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** Reads the strings of a {@link PirateWorker}, with placeholders and expressions. */
final class WorkerAttributes {

	private final BeanFactory beanFactory;

	private final String origin;

	WorkerAttributes(BeanFactory beanFactory, String origin) {
		this.beanFactory = beanFactory;
		this.origin = origin;
	}

	String text(String value) {
		if (!(this.beanFactory instanceof ConfigurableBeanFactory configurable) || value.isEmpty()) {
			return value;
		}
		String embedded = configurable.resolveEmbeddedValue(value);
		BeanExpressionResolver resolver = configurable.getBeanExpressionResolver();
		Object result = (resolver != null) ? resolver.evaluate(embedded, new BeanExpressionContext(configurable, null))
				: embedded;
		return (result != null) ? result.toString().trim() : "";
	}

	ServiceName service(String value) {
		try {
			return new ServiceName(text(value));
		}
		catch (IllegalArgumentException ex) {
			throw wrong("service", value, ex.getMessage());
		}
	}

	@Nullable Integer number(String name, String value) {
		String text = text(value);
		try {
			return text.isEmpty() ? null : Integer.valueOf(text);
		}
		catch (NumberFormatException ex) {
			throw wrong(name, text, "must be a whole number");
		}
	}

	@Nullable Duration duration(String name, String value) {
		String text = text(value);
		try {
			return text.isEmpty() ? null : DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(name, text, "must be a duration such as 30s or PT30S");
		}
	}

	boolean flag(String name, String value, boolean otherwise) {
		return switch (text(value)) {
			case "" -> otherwise;
			case "true" -> true;
			case "false" -> false;
			default -> throw wrong(name, text(value), "must be true or false");
		};
	}

	private PirateWorkerDefinitionException wrong(String name, String value, @Nullable String why) {
		return new PirateWorkerDefinitionException(
				"@PirateWorker(" + name + " = \"" + value + "\") on " + this.origin + ": " + why,
				"Correct the attribute '" + name + "' of the annotation, or the property it refers to.");
	}

}
