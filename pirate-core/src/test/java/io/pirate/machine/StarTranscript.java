package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/**
 * Plays a story of {@code src/test/resources/transcripts/star}: what one queue of a pair
 * hears, each line followed by what it does.
 *
 * <pre>
 * # comment
 * primary|backup [interval=1000] [liveness=3] [floor=0] [failback=MILLIS]      (first)
 * 0ms   start | workers | no-workers | asked | tick | awake | late MILLIS | surpassed EPOCH | take-over | leave
 * 5ms   peer STATE EPOCH [heard=NUMBER] [life=n] [number=n] [role=primary|backup]
 *   -> effect
 * </pre>
 */
final class StarTranscript implements StarActions, StarEvents {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private static final long LIFE = 7;

	private final List<String> effects = new ArrayList<>();

	private final StarSettings settings;

	private final BinaryStarMachine machine;

	private boolean workers;

	private long peerNumber;

	private StarTranscript(List<String> words) {
		Map<String, String> pairs = pairs(words.subList(1, words.size()));
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				Duration.ofMillis(Long.parseLong(pairs.getOrDefault("interval", "1000"))),
				Integer.parseInt(pairs.getOrDefault("liveness", "3")));
		String failback = pairs.get("failback");
		this.settings = new StarSettings(role(words.get(0)), heartbeat,
				(failback != null) ? Duration.ofMillis(Long.parseLong(failback)) : null);
		this.machine = new BinaryStarMachine(this.settings, Long.parseLong(pairs.getOrDefault("floor", "0")), LIFE,
				this, this, 0);
	}

	/** The story as it really goes: its own lines of input, with their effects. */
	static String play(List<String> lines) {
		StarTranscript transcript = null;
		List<String> played = new ArrayList<>();
		for (String line : lines) {
			if (line.startsWith("  ->")) {
				continue;
			}
			played.add(line);
			if (line.isBlank() || line.startsWith("#")) {
				continue;
			}
			List<String> words = Arrays.asList(line.trim().split("\\s+"));
			if (transcript == null) {
				transcript = new StarTranscript(words);
				continue;
			}
			transcript.input(words);
			transcript.effects.forEach((effect) -> played.add("  -> " + effect));
			transcript.effects.clear();
		}
		return String.join("\n", played) + "\n";
	}

	private void input(List<String> words) {
		long now = millis(words.get(0)) * NANOS_PER_MILLI;
		switch (words.get(1)) {
			case "start" -> this.machine.start(now);
			case "workers" -> this.workers = true;
			case "no-workers" -> this.workers = false;
			case "asked" -> this.machine.onAsked(now);
			case "tick" -> this.machine.tick(now);
			case "awake" -> this.machine.awake(now);
			case "late" -> this.machine.onLate(Long.parseLong(words.get(2)) * NANOS_PER_MILLI);
			case "surpassed" -> this.machine.onSurpassed(Long.parseLong(words.get(2)), now);
			case "take-over" -> this.machine.takeOver(now);
			case "leave" -> this.machine.leave(now);
			case "peer" -> peer(words, now);
			default -> throw new IllegalArgumentException("unknown input: " + words);
		}
	}

	private void peer(List<String> words, long now) {
		Map<String, String> pairs = pairs(words.subList(4, words.size()));
		String role = pairs.get("role");
		StarRole other = (this.settings.role() == StarRole.PRIMARY) ? StarRole.BACKUP : StarRole.PRIMARY;
		this.peerNumber++;
		long number = Long.parseLong(pairs.getOrDefault("number", Long.toString(this.peerNumber)));
		this.machine.onPeer(new StarCommand.Tell((role != null) ? role(role) : other, StarState.valueOf(words.get(2)),
				Long.parseLong(words.get(3)), Long.parseLong(pairs.getOrDefault("life", "77")), number, LIFE,
				Long.parseLong(pairs.getOrDefault("heard", "0"))), now);
	}

	@Override
	public void serve(long epoch) {
		this.effects.add("serve in " + epoch);
	}

	@Override
	public void standBy() {
		this.effects.add("stand by");
	}

	@Override
	public void toPeer(StarCommand.Tell command) {
		this.effects.add("say " + command.number() + " " + command.state() + " " + command.epoch());
	}

	@Override
	public boolean hasWorkers() {
		return this.workers;
	}

	@Override
	public void starChanged(StarRole role, StarState state, long epoch, String reason) {
		this.effects.add(state + " because: " + reason);
	}

	@Override
	public void starProblem(String problem) {
		this.effects.add("problem: " + problem);
	}

	private static StarRole role(String word) {
		return word.equals("primary") ? StarRole.PRIMARY : StarRole.BACKUP;
	}

	private static Map<String, String> pairs(List<String> words) {
		Map<String, String> pairs = new HashMap<>();
		for (String word : words) {
			int equals = word.indexOf('=');
			pairs.put(word.substring(0, equals), word.substring(equals + 1));
		}
		return pairs;
	}

	private static long millis(String word) {
		return Long.parseLong(word.substring(0, word.length() - 2));
	}

}
