package io.pirate.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.TitanicSnapshot;
import io.pirate.machine.TitanicSnapshot.DeadLetter;
import io.pirate.spring.PirateTitanicLifecycle;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/** A Titanic's snapshot as plain maps, lists and numbers, as health shows it. */
final class TitanicView {

	private static final int MOST_SERVICES = 100;

	private TitanicView() {
	}

	static Map<String, Object> figures(TitanicSnapshot snapshot) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("accepting", snapshot.accepting());
		view.put("pending", snapshot.pending());
		view.put("oldestPendingMs", snapshot.oldestPendingMs());
		view.put("backlog", backlog(snapshot));
		view.put("inHand", snapshot.inHand());
		view.put("replies", snapshot.replies());
		view.put("deadLetters", snapshot.deadLetters());
		view.put("storedRequests", snapshot.storedRequests());
		view.put("maxRequests", snapshot.maxRequests());
		view.put("storedBytes", snapshot.storedBytes());
		view.put("maxBytes", snapshot.maxBytes());
		return view;
	}

	/** The disk of a store in a directory, or nothing if it cannot be told. */
	static @Nullable Map<String, Object> disk(PirateTitanicLifecycle titanic) {
		Path directory = titanic.storage().directory();
		if (directory == null) {
			return null;
		}
		try {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("directory", directory.toAbsolutePath().normalize().toString());
			view.put("freeBytes", Files.getFileStore(directory).getUsableSpace());
			return view;
		}
		catch (IOException ex) {
			return null;
		}
	}

	static List<Map<String, Object>> deadLetters(List<DeadLetter> letters) {
		return letters.stream().map((letter) -> {
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("ticket", letter.id());
			view.put("service", letter.service().toString());
			view.put("deliveries", letter.deliveries());
			view.put("ageMs", letter.ageMs());
			view.put("deadMs", letter.deadMs());
			view.put("bytes", letter.bytes());
			return view;
		}).toList();
	}

	/** The services with most, since requests may name anything. */
	private static Map<String, Object> backlog(TitanicSnapshot snapshot) {
		Map<String, Object> view = new TreeMap<>();
		snapshot.backlog()
			.entrySet()
			.stream()
			.sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
			.limit(MOST_SERVICES)
			.forEach((entry) -> view.put(entry.getKey().toString(), entry.getValue()));
		return view;
	}

	static String room(TitanicSnapshot snapshot) {
		return snapshot.storedRequests() + " of " + snapshot.maxRequests() + " requests, "
				+ DataSize.ofBytes(snapshot.storedBytes()).toMegabytes() + " of "
				+ DataSize.ofBytes(snapshot.maxBytes()).toMegabytes() + " MB are stored";
	}

}
