package io.pirate.spring;

/** What is promised for later versions, said in the same words everywhere. */
final class NotAvailable {

	private NotAvailable() {
	}

	static String namedService(String service) {
		return "Named services need Majordomo, which this version does not speak yet: '" + service
				+ "'. Only the anonymous service can be used.";
	}

	static UnsupportedOperationException streaming() {
		return new UnsupportedOperationException("Streamed replies are not available in this version yet");
	}

	static UnsupportedOperationException titanic() {
		return new UnsupportedOperationException(
				"Titanic, which keeps requests on disk, is not available in this version yet");
	}

}
