package io.pirate.machine;

import java.util.List;

import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The service names a peer has a right to. Used by several threads: the latest answers
 * are remembered, and threads that overwrite each other's only ask the patterns again.
 */
final class Grant {

	/** Every service. */
	static final Grant EVERYTHING = new Grant(List.of("*"));

	/** No service. */
	static final Grant NOTHING = new Grant(List.of());

	private static final int REMEMBERED = 32;

	private final NamePattern[] patterns;

	private final boolean everything;

	private final @Nullable Answer[] lately = new Answer[REMEMBERED];

	/**
	 * What at least one of the patterns matches.
	 * @param patterns as {@link NamePattern} has them
	 * @throws IllegalArgumentException for a bad one
	 */
	Grant(List<String> patterns) {
		this.patterns = patterns.stream().map(NamePattern::of).toArray(NamePattern[]::new);
		boolean all = false;
		for (NamePattern pattern : this.patterns) {
			all |= pattern.isEverything();
		}
		this.everything = all;
	}

	boolean covers(ServiceName service) {
		if (this.everything) {
			return true;
		}
		int place = service.text().hashCode() & (REMEMBERED - 1);
		Answer known = this.lately[place];
		if (known == null || !known.service.equals(service)) {
			known = new Answer(service, matchesAny(service));
			this.lately[place] = known;
		}
		return known.granted;
	}

	private boolean matchesAny(ServiceName service) {
		for (NamePattern pattern : this.patterns) {
			if (pattern.matches(service)) {
				return true;
			}
		}
		return false;
	}

	private record Answer(ServiceName service, boolean granted) {
	}

}
