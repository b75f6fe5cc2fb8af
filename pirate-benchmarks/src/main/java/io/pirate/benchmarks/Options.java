package io.pirate.benchmarks;

import java.util.List;

/**
 * What was asked for on the command line: {@code --name} or {@code --name=value}.
 *
 * @param arguments as they came
 */
record Options(List<String> arguments) {

	private static final List<String> NAMES = List.of("full", "peers", "micro", "soak", "rounds", "seconds", "warmups",
			"only", "json", "picture", "draw", "help", "times");

	Options {
		for (String argument : arguments) {
			String name = argument.replaceFirst("=.*", "");
			if (!name.startsWith("--") || !NAMES.contains(name.substring(2))) {
				throw new IllegalArgumentException("unknown option: " + argument);
			}
		}
	}

	boolean has(String name) {
		return this.arguments.stream()
			.anyMatch((each) -> each.equals("--" + name) || each.startsWith("--" + name + "="));
	}

	String text(String name, String otherwise) {
		return this.arguments.stream()
			.filter((each) -> each.startsWith("--" + name + "="))
			.map((each) -> each.substring(name.length() + 3))
			.reduce(otherwise, (earlier, later) -> later);
	}

	int whole(String name, int otherwise) {
		return Integer.parseInt(text(name, String.valueOf(otherwise)));
	}

	double number(String name, double otherwise) {
		return Double.parseDouble(text(name, String.valueOf(otherwise)));
	}

}
