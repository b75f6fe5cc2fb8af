package io.pirate.spring.observation;

import java.util.Iterator;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The low-cardinality key values of an observation as its convention has stated them,
 * which is all there are in nearly every observation. Kept as they are, they need not be
 * put into a map, and sorted again each time somebody asks. Once anybody adds or removes
 * one, Micrometer's own map has them all.
 */
final class StatedKeyValues {

	private KeyValues stated = KeyValues.empty();

	private boolean left;

	/**
	 * Takes them instead of those stated before.
	 * @param keyValues of a convention, at the start or at the end
	 * @return false if they have to be merged with others
	 */
	boolean take(KeyValues keyValues) {
		if (this.left || (!isEmpty() && !haveSameKeys(this.stated, keyValues))) {
			return false;
		}
		this.stated = keyValues;
		return true;
	}

	/**
	 * From now on they are kept elsewhere.
	 * @return those that have to be put there
	 */
	KeyValues leave() {
		KeyValues rest = this.stated;
		this.stated = KeyValues.empty();
		this.left = true;
		return rest;
	}

	/** All of them, or {@code null} if they are kept elsewhere. */
	@Nullable KeyValues all() {
		return this.left ? null : this.stated;
	}

	private boolean isEmpty() {
		return !this.stated.iterator().hasNext();
	}

	/** Key values are sorted by their keys. */
	private static boolean haveSameKeys(KeyValues some, KeyValues others) {
		Iterator<KeyValue> other = others.iterator();
		for (KeyValue one : some) {
			if (!other.hasNext() || !one.getKey().equals(other.next().getKey())) {
				return false;
			}
		}
		return !other.hasNext();
	}

}
