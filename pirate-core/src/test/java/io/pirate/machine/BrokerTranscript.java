package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Property;
import io.pirate.wire.WorkerDialect;

/**
 * Plays a story of {@code src/test/resources/transcripts}: lines of input, each followed
 * by its effects.
 *
 * <pre>
 * # comment
 * settings interval=1000 liveness=3 max-deliveries=3      (milliseconds; optional, first)
 * 0ms   worker NAME READY [simple] | HEARTBEAT | REPLY n BODY [key=value…] | FOREIGN n BODY | GARBAGE | GONE
 * 5ms   client NAME REQUEST BODY | CALL n BODY [:once] [:budget=ms] [origin=n] [key=value…] | GONE
 * 9ms   tick | drain | late MILLIS | show
 *   -> effect
 * </pre>
 */
final class BrokerTranscript {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private BrokerStage stage = new BrokerStage(settings(List.of()));

	/** The story as it really goes: its own lines of input, with their effects. */
	static String play(List<String> lines) {
		BrokerTranscript transcript = new BrokerTranscript();
		List<String> played = new ArrayList<>();
		for (String line : lines) {
			if (line.startsWith("  ->")) {
				continue;
			}
			played.add(line);
			if (line.isBlank() || line.startsWith("#")) {
				continue;
			}
			transcript.input(Arrays.asList(line.trim().split("\\s+")));
			transcript.stage.effects().forEach((effect) -> played.add("  -> " + effect));
		}
		return String.join("\n", played) + "\n";
	}

	private void input(List<String> words) {
		if (words.get(0).equals("settings")) {
			this.stage = new BrokerStage(settings(words.subList(1, words.size())));
			return;
		}
		long now = millis(words.get(0)) * NANOS_PER_MILLI;
		BrokerMachine machine = this.stage.machine();
		switch (words.get(1)) {
			case "tick" -> machine.tick(now);
			case "drain" -> machine.drain(now);
			case "late" -> machine.onLate(millis(words.get(2)) * NANOS_PER_MILLI);
			case "worker" -> worker(words.get(2), words.subList(3, words.size()), now);
			case "client" -> client(words.get(2), words.subList(3, words.size()), now);
			default -> throw new IllegalArgumentException("unknown input: " + words);
		}
	}

	private void worker(String name, List<String> words, long now) {
		BrokerMachine machine = this.stage.machine();
		switch (words.get(0)) {
			case "READY" ->
				this.stage.ready(name, (words.size() > 1) ? WorkerDialect.SIMPLE : WorkerDialect.PARANOID, now);
			case "HEARTBEAT" -> machine.onHeartbeat(this.stage.peer(name), now);
			case "GARBAGE" -> machine.onMalformed(this.stage.peer(name), now);
			case "GONE" -> machine.onGone(this.stage.peer(name), now);
			case "REPLY" -> this.stage.reply(name, Integer.parseInt(words.get(1)),
					pairs(words.subList(3, words.size())), words.get(2), now);
			case "FOREIGN" -> this.stage.foreignReply(name, Integer.parseInt(words.get(1)), words.get(2), now);
			default -> throw new IllegalArgumentException("unknown worker's command: " + words);
		}
	}

	private void client(String name, List<String> words, long now) {
		switch (words.get(0)) {
			case "REQUEST" -> this.stage.request(name, words.get(1), now);
			case "CALL" -> this.stage.call(name,
					callFrame(Long.parseLong(words.get(1)), pairs(words.subList(3, words.size()))), words.get(2), now);
			case "GONE" -> this.stage.machine().onGone(this.stage.peer(name), now);
			default -> throw new IllegalArgumentException("unknown client's message: " + words);
		}
	}

	private static CallFrame callFrame(long number, Map<String, String> pairs) {
		CallFrame.Builder frame = CallFrame.build(Long.parseLong(pairs.getOrDefault("origin", "1")), number);
		pairs.remove("origin");
		pairs.forEach((name, value) -> {
			switch (name) {
				case Property.ONCE -> frame.flag(name);
				case Property.DONE -> frame.done(Long.parseLong(value));
				case Property.BUDGET, Property.ATTEMPT -> frame.number(name, Integer.parseInt(value));
				default -> frame.text(name, value);
			}
		});
		return frame.end();
	}

	private static QueueSettings settings(List<String> words) {
		Map<String, String> pairs = pairs(words);
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(Duration.ofMillis(number(pairs, "interval", 1000)),
				number(pairs, "liveness", 3));
		QueueSettings settings = new QueueSettings(heartbeat, number(pairs, "max-waiting", 100),
				number(pairs, "max-waiting-bytes", 1_000_000), number(pairs, "max-capacity", 256),
				number(pairs, "max-services", 10), number(pairs, "max-workers", 10),
				Duration.ofMillis(number(pairs, "ttl", 30_000)), number(pairs, "max-deliveries", 3),
				Duration.ofMillis(number(pairs, "cache", 60_000)), number(pairs, "cache-bytes", 1_000_000), 100);
		if (!pairs.isEmpty()) {
			throw new IllegalArgumentException("unknown settings: " + pairs);
		}
		return settings;
	}

	private static int number(Map<String, String> pairs, String name, int otherwise) {
		String value = pairs.remove(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	private static Map<String, String> pairs(List<String> words) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (String word : words) {
			int equals = word.indexOf('=');
			pairs.put((equals > 0) ? word.substring(0, equals) : word, (equals > 0) ? word.substring(equals + 1) : "");
		}
		return pairs;
	}

	private static long millis(String word) {
		return Long.parseLong(word.substring(0, word.length() - 2));
	}

}
