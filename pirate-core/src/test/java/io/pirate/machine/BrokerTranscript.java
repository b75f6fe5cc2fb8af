package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * Plays a story of {@code src/test/resources/transcripts/queue}: lines of input, each
 * followed by its effects.
 *
 * <pre>
 * # comment
 * settings interval=1000 liveness=3 max-deliveries=3      (milliseconds; optional, first)
 * 0ms   worker NAME [mdp01|mdp02|simple] READY [service] | HEARTBEAT | REPLY n BODY [key=value…] | PARTIAL n BODY [key=value…]
 *                   | FOREIGN n BODY | FOREIGN-PARTIAL n BODY | DISCONNECT | MISDIRECTED | GARBAGE | GONE
 * 5ms   client NAME REQUEST BODY [mdp01|mdp02 service] | CALL n BODY [:once] [:budget=ms] [origin=n] [service=s] [key=value…]
 *                   | CREDIT n parts [service] | CANCEL n [service] | FULL | READS | GONE
 * 9ms   tick | drain | dismiss | late MILLIS
 *   -> effect
 * </pre>
 */
final class BrokerTranscript {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private static final Map<String, WorkerDialect> DIALECTS = Map.of("mdp01", WorkerDialect.MAJORDOMO_01, "mdp02",
			WorkerDialect.MAJORDOMO_02, "simple", WorkerDialect.SIMPLE);

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
			case "dismiss" -> machine.dismiss();
			case "late" -> machine.onLate(millis(words.get(2)) * NANOS_PER_MILLI);
			case "worker" -> worker(words.get(2), words.subList(3, words.size()), now);
			case "peer" -> rights(words.get(2), words.get(3), pairs(words.subList(4, words.size())));
			case "client" -> client(words.get(2), words.subList(3, words.size()), now);
			default -> throw new IllegalArgumentException("unknown input: " + words);
		}
	}

	/** {@code peer c1 shop call=orders,stock.* serve=} says who is at the other end. */
	private void rights(String connection, String name, Map<String, String> rights) {
		this.stage.is(connection, name.equals("nobody") ? Peer.NOBODY
				: Peer.named(name, patterns(rights.get("call")), patterns(rights.get("serve"))));
	}

	private static List<String> patterns(@Nullable String joined) {
		return (joined == null || joined.isEmpty()) ? List.of() : List.of(joined.split(","));
	}

	private void worker(String name, List<String> words, long now) {
		WorkerDialect dialect = DIALECTS.get(words.get(0));
		List<String> said = (dialect != null) ? words.subList(1, words.size()) : words;
		if (dialect == null && words.get(words.size() - 1).equals("simple")) {
			dialect = WorkerDialect.SIMPLE;
			said = words.subList(0, words.size() - 1);
		}
		switch (said.get(0)) {
			case "GARBAGE" -> this.stage.machine().onMalformed(this.stage.peer(name), now);
			case "GONE" -> this.stage.machine().onGone(this.stage.peer(name), now);
			default -> this.stage.say(name, command((dialect != null) ? dialect : WorkerDialect.PARANOID, said), now);
		}
	}

	private WorkerCommand command(WorkerDialect dialect, List<String> words) {
		return switch (words.get(0)) {
			case "READY" -> new WorkerCommand.Ready(dialect, service(words, 1));
			case "HEARTBEAT" -> new WorkerCommand.Heartbeat(dialect);
			case "DISCONNECT" -> new WorkerCommand.Disconnect(dialect);
			case "MISDIRECTED" -> new WorkerCommand.Misdirected(dialect);
			case "REPLY" -> new WorkerCommand.Reply(dialect, answer(words), Frames.ofText(words.get(2)));
			case "PARTIAL" -> new WorkerCommand.Partial(dialect, answer(words), Frames.ofText(words.get(2)));
			case "FOREIGN" -> new WorkerCommand.Reply(dialect, this.stage.foreignAnswer(Integer.parseInt(words.get(1))),
					Frames.ofText(words.get(2)));
			case "FOREIGN-PARTIAL" -> new WorkerCommand.Partial(dialect,
					this.stage.foreignAnswer(Integer.parseInt(words.get(1))), Frames.ofText(words.get(2)));
			default -> throw new IllegalArgumentException("unknown worker's command: " + words);
		};
	}

	private Frames answer(List<String> words) {
		Map<String, String> properties = pairs(words.subList(3, words.size()));
		return this.stage.answer(Integer.parseInt(words.get(1)), (frame) -> fill(frame, properties));
	}

	private static ServiceName service(List<String> words, int index) {
		return (words.size() > index) ? new ServiceName(words.get(index)) : ServiceName.ANONYMOUS;
	}

	private void client(String name, List<String> words, long now) {
		switch (words.get(0)) {
			case "REQUEST" -> this.stage.request(name, clientDialect(words), service(words, 3), words.get(1), now);
			case "CALL" -> {
				Map<String, String> pairs = pairs(words.subList(3, words.size()));
				ServiceName service = new ServiceName(pairs.containsKey("service") ? pairs.remove("service") : "");
				this.stage.call(name, callFrame(Long.parseLong(words.get(1)), pairs), service, words.get(2), now);
			}
			case "CREDIT" -> this.stage.call(name,
					CallFrame.build(1, Long.parseLong(words.get(1)))
						.number(Property.CREDIT, Integer.parseInt(words.get(2)))
						.end(),
					service(words, 3), "", now);
			case "CANCEL" ->
				this.stage.call(name, CallFrame.build(1, Long.parseLong(words.get(1))).flag(Property.CANCEL).end(),
						service(words, 2), "", now);
			case "FULL" -> this.stage.full(name, true);
			case "READS" -> this.stage.full(name, false);
			case "GONE" -> this.stage.machine().onGone(this.stage.peer(name), now);
			default -> throw new IllegalArgumentException("unknown client's message: " + words);
		}
	}

	private static ClientDialect clientDialect(List<String> words) {
		return (words.size() < 3) ? ClientDialect.PLAIN
				: words.get(2).equals("mdp01") ? ClientDialect.MAJORDOMO_01 : ClientDialect.MAJORDOMO_02_BARE;
	}

	private static CallFrame callFrame(long number, Map<String, String> pairs) {
		CallFrame.Builder frame = CallFrame.build(Long.parseLong(pairs.getOrDefault("origin", "1")), number);
		pairs.remove("origin");
		fill(frame, pairs);
		return frame.end();
	}

	private static void fill(CallFrame.Builder frame, Map<String, String> pairs) {
		pairs.forEach((name, value) -> {
			switch (name) {
				case Property.ONCE, Property.MORE -> frame.flag(name);
				case Property.DONE -> frame.done(Long.parseLong(value));
				case Property.BUDGET, Property.ATTEMPT, Property.CREDIT, Property.GRACE, Property.PART ->
					frame.number(name, Integer.parseInt(value));
				default -> frame.text(name, value);
			}
		});
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
