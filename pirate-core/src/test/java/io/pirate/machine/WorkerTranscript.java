package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Malformed;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/**
 * Plays a story of {@code src/test/resources/transcripts/worker}: lines of input, each
 * followed by its effects and, before them, by those of the time that has passed.
 *
 * <pre>
 * # comment
 * settings dialect=paranoid queues=1 concurrency=1 capacity=2 handler-timeout=30000 drain-timeout=20000 streaming=false
 * 0ms   queue N CONNECTED | DISCONNECTED | HEARTBEAT | DISCONNECT | GARBAGE
 * 0ms   queue N REQUEST lease BODY [:budget=ms] | FOREIGN address BODY | CREDIT lease PARTS | CANCEL lease
 * 5ms   handler N BODY       (of the job started as the n-th, from 1)
 * 5ms   handler N PART BODY | END | FAIL
 * 9ms   tick | drain | late MILLIS | room PARTS   (until the socket is full)
 *   -> effect
 * </pre>
 */
final class WorkerTranscript {

	private WorkerStory story = new WorkerStory(settings(Map.of()));

	/** The story as it really goes: its own lines of input, with their effects. */
	static String play(List<String> lines) {
		WorkerTranscript transcript = new WorkerTranscript();
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
			transcript.story.lines().forEach((effect) -> played.add("  -> " + effect));
			transcript.story.forget();
		}
		return String.join("\n", played) + "\n";
	}

	private void input(List<String> words) {
		if (words.get(0).equals("settings")) {
			this.story = new WorkerStory(settings(pairs(words.subList(1, words.size()))));
			return;
		}
		this.story.passUntil(Long.parseLong(words.get(0).replace("ms", "")));
		switch (words.get(1)) {
			case "tick" -> this.story.pass(0);
			case "drain" -> this.story.drain();
			case "late" -> this.story.late(Long.parseLong(words.get(2)));
			case "room" -> this.story.room(Integer.parseInt(words.get(2)));
			case "handler" -> handler(Integer.parseInt(words.get(2)) - 1, words.subList(3, words.size()));
			case "queue" -> queue(Integer.parseInt(words.get(2)), words.subList(3, words.size()));
			default -> throw new IllegalArgumentException("unknown input: " + words);
		}
	}

	private void handler(int job, List<String> words) {
		switch (words.get(0)) {
			case "PART" -> this.story.part(job, words.get(1));
			case "END" -> this.story.ended(job);
			case "FAIL" -> this.story.handled(job, Reply.failure(ReplyStatus.ERROR, "handler-failed", "no luck"));
			default -> this.story.handled(job, words.get(0));
		}
	}

	private void queue(int link, List<String> words) {
		switch (words.get(0)) {
			case "CONNECTED" -> this.story.connected(link);
			case "DISCONNECTED" -> this.story.disconnected(link);
			case "HEARTBEAT" -> this.story.heartbeat(link);
			case "DISCONNECT" -> this.story.command(link, QueueCommand.Disconnect.INSTANCE);
			case "CREDIT" -> this.story.credit(link, Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)));
			case "CANCEL" -> this.story.cancel(link, Long.parseLong(words.get(1)));
			case "GARBAGE" -> this.story.command(link, new Malformed("garbage"));
			case "FOREIGN" -> this.story.foreignRequest(link, words.get(1), words.get(2));
			case "REQUEST" -> this.story.request(link,
					lease(Long.parseLong(words.get(1)), pairs(words.subList(3, words.size()))), words.get(2));
			default -> throw new IllegalArgumentException("unknown command of a queue: " + words);
		}
	}

	private static CallFrame lease(long number, Map<String, String> pairs) {
		CallFrame.Builder frame = CallFrame.build(WorkerStory.ORIGIN, number).flag(Property.QUEUE);
		pairs.forEach((name, value) -> frame.number(name, Integer.parseInt(value)));
		return frame.end();
	}

	private static WorkerSettings settings(Map<String, String> pairs) {
		List<String> endpoints = new ArrayList<>();
		for (int i = 0; i < number(pairs, "queues", 1); i++) {
			endpoints.add("tcp://q:" + i);
		}
		WorkerDialect dialect = WorkerDialect
			.valueOf(pairs.getOrDefault("dialect", "paranoid").toUpperCase(Locale.ROOT));
		ServiceName service = dialect.isMajordomo() ? new ServiceName("orders") : ServiceName.ANONYMOUS;
		WorkerSettings settings = new WorkerSettings("w", service, dialect, endpoints, HeartbeatPolicy.DEFAULT,
				Duration.ofSeconds(1), Duration.ofSeconds(32), number(pairs, "concurrency", 1),
				number(pairs, "capacity", 2), Duration.ofMillis(number(pairs, "handler-timeout", 30_000)),
				Duration.ofMillis(number(pairs, "drain-timeout", 20_000)));
		return "true".equals(pairs.get("streaming")) ? settings.asStreaming() : settings;
	}

	private static int number(Map<String, String> pairs, String name, int otherwise) {
		return Integer.parseInt(pairs.getOrDefault(name, Integer.toString(otherwise)));
	}

	private static Map<String, String> pairs(List<String> words) {
		Map<String, String> pairs = new LinkedHashMap<>();
		words.forEach((word) -> pairs.put(word.split("=")[0], word.split("=")[1]));
		return pairs;
	}

}
