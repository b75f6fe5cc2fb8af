package io.pirate.reactor.replacement;

import org.jspecify.annotations.Nullable;

/**
 * One class that is defined in JeroMQ's package. Known by name only: to load it, or the
 * stock one, would be too early.
 *
 * @param ours simple name of our class, in the package of those who install it
 * @param stock simple name of the stock class it takes the place of; {@code null} if it
 * comes in addition, under its own name
 * @param sha256 of the stock class file that ours was written for
 * @param keptAs simple name under which the stock class lives on, because ours extends
 * it; {@code null} if it does not
 * @param defined false if another replacement defines it, and it is only named here
 */
public record Part(String ours, @Nullable String stock, String sha256, @Nullable String keptAs, boolean defined) {

	/** In the place of a stock class. */
	public static Part of(String ours, String stock, String sha256) {
		return new Part(ours, stock, sha256, null, true);
	}

	/** In the place of a stock class that ours extends. */
	public static Part around(String stock, String sha256, String ours) {
		return new Part(ours, stock, sha256, "Stock" + stock, true);
	}

	/** In addition. */
	public static Part beside(String ours) {
		return new Part(ours, null, "", null, true);
	}

	/**
	 * Beside them by another replacement, if that was installed; ours ask before they use
	 * it.
	 */
	public static Part known(String ours) {
		return new Part(ours, null, "", null, false);
	}

	String nameThere() {
		return (this.stock != null) ? this.stock : this.ours;
	}

}
