package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several sources: one that has no answer does not make the others disappear. */
final class JoinedEndpoints implements PirateEndpoints {

	private static final Logger logger = LoggerFactory.getLogger(PirateEndpoints.class);

	private final List<PirateEndpoints> sources;

	/** What each of them said last. */
	private final List<List<String>> latest = new ArrayList<>();

	JoinedEndpoints(List<? extends PirateEndpoints> sources) {
		this.sources = List.copyOf(sources);
		this.sources.forEach((source) -> this.latest.add(List.of()));
	}

	@Override
	public List<String> lookup() {
		Set<String> all = new LinkedHashSet<>();
		for (int i = 0; i < this.sources.size(); i++) {
			try {
				List<String> found = this.sources.get(i).lookup();
				this.latest.set(i, found.isEmpty() ? this.latest.get(i) : List.copyOf(found));
			}
			catch (RuntimeException ex) {
				logger.warn("{} cannot be looked up: {}", this.sources.get(i), ex.getMessage());
			}
			all.addAll(this.latest.get(i));
		}
		return List.copyOf(all);
	}

	/** As often as the most curious of them wants. */
	@Override
	public Duration interval() {
		return this.sources.stream()
			.map(PirateEndpoints::interval)
			.filter((interval) -> !interval.isZero())
			.min(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	@Override
	public String toString() {
		return this.sources.toString();
	}

}
