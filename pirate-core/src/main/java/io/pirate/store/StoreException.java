package io.pirate.store;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was told. */
public final class StoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final StoreTrouble trouble;

	public StoreException(StoreTrouble trouble, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.trouble = trouble;
	}

	public StoreTrouble trouble() {
		return this.trouble;
	}

}
