package io.pirate.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Looks through all that a machine still refers to, alarms included, for what should have
 * been forgotten when its call ended.
 */
final class Leftovers {

	private static final String MACHINES = "io.pirate.machine.";

	/** What exists for the sake of a call only. */
	private static final Set<String> OF_CALLS = Set.of("Work", "PartRelay", "Lease", "OpenCall", "PartialReply",
			"PartStream", "RememberedReply");

	private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> next = new ArrayDeque<>();

	private final List<String> found = new ArrayList<>();

	private Leftovers() {
	}

	/** What the machine holds of calls, one entry for each thing. */
	static List<String> in(Object machine) {
		Leftovers leftovers = new Leftovers();
		leftovers.visit(machine);
		while (!leftovers.next.isEmpty()) {
			leftovers.look(leftovers.next.poll());
		}
		return leftovers.found;
	}

	private void visit(Object value) {
		boolean inside = value.getClass().getName().startsWith(MACHINES) || value instanceof Collection
				|| value instanceof Map || value instanceof Object[];
		if (inside && this.seen.add(value)) {
			this.next.add(value);
		}
	}

	private void look(Object value) {
		if (value instanceof Collection<?> all) {
			all.forEach(this::visitAny);
		}
		else if (value instanceof Map<?, ?> map) {
			map.keySet().forEach(this::visitAny);
			map.values().forEach(this::visitAny);
		}
		else if (value instanceof Object[] array) {
			for (Object each : array) {
				visitAny(each);
			}
		}
		else {
			if (OF_CALLS.contains(value.getClass().getSimpleName())) {
				this.found.add(value.getClass().getSimpleName());
			}
			FIELDS.computeIfAbsent(value.getClass(), Leftovers::fieldsOf)
				.forEach((field) -> visitAny(get(field, value)));
		}
	}

	private void visitAny(@Nullable Object value) {
		if (value != null) {
			visit(value);
		}
	}

	private static List<Field> fieldsOf(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
				field.setAccessible(true);
				fields.add(field);
			}
		}
		return fields;
	}

	private static @Nullable Object get(Field field, Object from) {
		try {
			return field.get(from);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
