package io.pirate.autoconfigure.diagnostics;

import io.pirate.spring.PirateWorkerDefinitionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the annotated methods and the remedy. */
final class PirateWorkerDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<PirateWorkerDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PirateWorkerDefinitionException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
