package io.pirate.autoconfigure;

/** A value below {@code pirate} that cannot be used. Stops the start. */
public final class InvalidPiratePropertyException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String problem;

	private final String remedy;

	/**
	 * A wrong value and what to do about it.
	 * @param property its full name
	 * @param value what it is
	 * @param problem what is wrong with it
	 * @param remedy what to write instead
	 */
	public InvalidPiratePropertyException(String property, String value, String problem, String remedy) {
		super(property + "=" + value + ": " + problem);
		this.property = property;
		this.value = value;
		this.problem = problem;
		this.remedy = remedy;
	}

	public String property() {
		return this.property;
	}

	public String value() {
		return this.value;
	}

	public String problem() {
		return this.problem;
	}

	public String remedy() {
		return this.remedy;
	}

}
