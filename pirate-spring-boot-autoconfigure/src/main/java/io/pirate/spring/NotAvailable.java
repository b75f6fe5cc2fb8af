package io.pirate.spring;

/** What is promised for later versions, said in the same words everywhere. */
final class NotAvailable {

	private NotAvailable() {
	}

	static UnsupportedOperationException titanic() {
		return new UnsupportedOperationException(
				"Titanic, which keeps requests on disk, is not available in this version yet");
	}

}
