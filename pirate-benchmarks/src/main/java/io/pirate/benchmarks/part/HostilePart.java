package io.pirate.benchmarks.part;

import io.pirate.benchmarks.hostile.Assault;
import io.pirate.benchmarks.hostile.Attack;
import org.jspecify.annotations.Nullable;

/**
 * The process that attacks: {@code begin ATTACK frontend backend rate}, then {@code end},
 * which is answered with how often in a second it was done.
 */
final class HostilePart {

	private @Nullable Assault assault;

	void run() {
		Station.serve(this::answer, () -> {
		});
	}

	private String answer(String line) throws InterruptedException {
		String[] words = line.split(" ");
		if (words[0].equals("begin")) {
			this.assault = new Assault(Attack.valueOf(words[1]), words[2], words[3], Double.parseDouble(words[4]));
			return "done";
		}
		Assault current = this.assault;
		if (!words[0].equals("end") || current == null) {
			throw new IllegalArgumentException("not understood: " + line);
		}
		this.assault = null;
		return String.valueOf(current.end());
	}

}
