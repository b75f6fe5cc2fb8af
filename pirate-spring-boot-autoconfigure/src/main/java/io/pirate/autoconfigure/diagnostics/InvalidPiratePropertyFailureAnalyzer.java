package io.pirate.autoconfigure.diagnostics;

import io.pirate.autoconfigure.InvalidPiratePropertyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the property, its value and the remedy. */
final class InvalidPiratePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPiratePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPiratePropertyException cause) {
		String description = String.format("%s cannot be used:%n%n    Property: %s%n    Value: %s%n    Reason: %s",
				cause.property(), cause.property(), cause.value(), cause.problem());
		return new FailureAnalysis(description, cause.remedy(), cause);
	}

}
