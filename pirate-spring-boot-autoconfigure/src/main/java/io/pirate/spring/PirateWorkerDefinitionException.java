package io.pirate.spring;

/** A worker that cannot be as it is declared. Stops the start of the application. */
public final class PirateWorkerDefinitionException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * A problem and what to do about it.
	 * @param problem what is wrong, and where
	 * @param remedy what to change
	 */
	public PirateWorkerDefinitionException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	public String remedy() {
		return this.remedy;
	}

}
