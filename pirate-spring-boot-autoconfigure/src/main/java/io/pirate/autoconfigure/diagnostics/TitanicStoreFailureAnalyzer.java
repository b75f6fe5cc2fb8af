package io.pirate.autoconfigure.diagnostics;

import io.pirate.TitanicStoreException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the store cannot be opened, and which properties it comes from. */
final class TitanicStoreFailureAnalyzer extends AbstractFailureAnalyzer<TitanicStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TitanicStoreException cause) {
		return new FailureAnalysis("The Titanic of this application cannot open its store: " + cause.getMessage(),
				"Do what the message says. The store is chosen by pirate.titanic.store and pirate.titanic.directory; "
						+ "its tables are created with pirate.titanic.initialize-schema=always, or by hand as "
						+ "docs/titanic.md shows.",
				cause);
	}

}
