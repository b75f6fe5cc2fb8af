package io.pirate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.pirate.machine.TitanicRequest;
import io.pirate.testing.Gate;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What SQLite's files look like after a power cut: everything up to the last commit that
 * returned, then any part of what was being written, torn or garbled.
 */
class SqlitePowerCutTest {

	private static final int COMMITS = 12;

	private static final int SEEDS = Gate.of(100, 2_000);

	@TempDir
	private Path directory;

	/** The files after a commit, and which requests have had an answer by then. */
	private record Image(byte[] database, byte[] log, Map<String, Boolean> ended) {
	}

	private Image image(Path where, Map<String, Boolean> ended) throws IOException {
		return new Image(Files.readAllBytes(where.resolve("titanic.db")),
				Files.readAllBytes(where.resolve("titanic.db-wal")), new HashMap<>(ended));
	}

	private List<Image> record() throws IOException {
		Path where = this.directory.resolve("recorded");
		List<Image> images = new ArrayList<>();
		JdbcTitanicStore store = JdbcTitanicStore.sqlite(where, true, "test");
		store.open();
		Map<String, Boolean> ended = new HashMap<>();
		images.add(image(where, ended));
		for (int i = 0; i < COMMITS; i++) {
			int first = 10 * i;
			StoreTransaction transaction = store.begin();
			for (int j = 0; j < 10; j++) {
				transaction.insert(StoreContract.fresh(first + j, null, false));
				ended.put(StoreContract.id(first + j), false);
			}
			for (TitanicRequest request : transaction.claim(StoreContract.ECHO, 5).requests()) {
				transaction.finish(request, Reply.ok(Frames.ofText("done"), null, Map.of()));
				ended.put(request.id(), true);
			}
			transaction.commit();
			images.add(image(where, ended));
		}
		store.close();
		return images;
	}

	@Test
	void whatWasCommittedIsThereHoweverTornTheRestIs() throws IOException {
		List<Image> images = record();
		for (int seed = 0; seed < SEEDS; seed++) {
			Random random = new Random(seed * 0x9E3779B97F4A7C15L);
			int commit = random.nextInt(COMMITS);
			Path where = this.directory.resolve("cut" + seed);
			Files.createDirectories(where);
			Files.write(where.resolve("titanic.db"), images.get(commit).database());
			Files.write(where.resolve("titanic.db-wal"), torn(images.get(commit), images.get(commit + 1), random));
			JdbcTitanicStore store = JdbcTitanicStore.sqlite(where, true, "test");
			store.open();
			check(store, images.get(commit).ended(), "seed " + seed);
			StoreContract.insert(store, 100_000, null, false);
			store.close();
		}
	}

	/** The log of a commit, and any part of what the next one adds, in any order. */
	private static byte[] torn(Image before, Image after, Random random) {
		int safe = before.log().length;
		int length = safe + random.nextInt(after.log().length - safe + 1);
		byte[] log = Arrays.copyOf(after.log(), length);
		for (int i = 0; i < random.nextInt(4) && length > safe; i++) {
			int at = safe + random.nextInt(length - safe);
			int end = Math.min(length, at + 512);
			switch (random.nextInt(3)) {
				case 0 -> Arrays.fill(log, at, end, (byte) 0);
				case 1 -> log[at] ^= (byte) (1 << random.nextInt(8));
				default -> random.ints(at, end).limit(16).forEach((index) -> log[index] = (byte) random.nextInt());
			}
		}
		return log;
	}

	private static void check(TitanicStore store, Map<String, Boolean> ended, String what) {
		ended.forEach((id, isEnded) -> {
			StoreReader.Found found = store.reader().find(id);
			if (isEnded) {
				assertThat(found).as(what).isInstanceOf(StoreReader.Found.Ended.class);
			}
			else {
				assertThat(found).as(what).isNotEqualTo(StoreReader.Found.Unknown.INSTANCE);
			}
		});
	}

}
