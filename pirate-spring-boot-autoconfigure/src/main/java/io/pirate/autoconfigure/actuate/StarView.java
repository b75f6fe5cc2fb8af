package io.pirate.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.pirate.machine.StarSnapshot;

/** The state of a queue of a pair as a plain map, as health and the endpoint show it. */
final class StarView {

	private StarView() {
	}

	static Map<String, Object> of(StarSnapshot star) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("role", lower(star.role()));
		view.put("state", lower(star.state()));
		view.put("serving", star.serving());
		view.put("epoch", star.epoch());
		view.put("takeovers", star.takeovers());
		if (star.peer() != null) {
			view.put("peer", lower(star.peer()));
			view.put("peerHeardMs", star.peerHeardMs());
		}
		if (star.problem() != null) {
			view.put("problem", star.problem());
		}
		return view;
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
