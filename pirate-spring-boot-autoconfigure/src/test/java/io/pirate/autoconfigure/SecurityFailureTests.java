package io.pirate.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.pirate.CurveKeyPair;
import io.pirate.wire.Z85;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody reads whose keys are wrong; and that it shows none of them. */
class SecurityFailureTests {

	private static final CurveKeyPair OWN = KeyGenerator.pair();

	private static final CurveKeyPair OTHER = KeyGenerator.pair();

	/** ON is what stands in every line; PUBLIC, SECRET and OTHER are keys. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					curve.enabled=true                                   | curve.secret-key      | is needed with CURVE         | generate-keys
					curve.secret-key=SECRET                              | curve.enabled         | is unset, but there are keys | true
					curve.server-public-key=PUBLIC                       | curve.enabled         | is unset, but there are keys | true
					peers[0].name=a;peers[0].public-key=PUBLIC           | curve.enabled         | nobody could tell apart      | configure keys
					curve.enabled=true;curve.secret-key=SECRETx          | curve.secret-key      | has 41 characters            | double quotes
					curve.enabled=true;curve.secret-key=~ECRET           | curve.secret-key      | holds no key                 | double quotes
					curve.enabled=true;curve.secret-key=SECRET;curve.public-key=OTHER | curve.public-key | is not the public key of  | same pair
					curve.enabled=true;curve.secret-key=SECRET;curve.public-key=short | curve.public-key | has 5 characters          | 40 characters
					curve.enabled=true;curve.secret-key=SECRET;curve.server-public-key=short | curve.server-public-key | has 5 characters | 40 characters
					curve.enabled=true;curve.secret-key=SECRET           | curve.server-public-key | connects with CURVE        | public key of the queue
					curve.enabled=true;curve.secret-key=SECRET;curve.secret-key-location=x | curve.secret-key-location | both set     | Remove one
					curve.enabled=true;curve.secret-key-location=/no/such/file | curve.secret-key-location | cannot be read     | may read
					curve.enabled=true;curve.secret-key-location=classpath:none | curve.secret-key-location | cannot be read    | may read
					curve.enabled=true;curve.secret-key-location=SECRET  | curve.secret-key-location | is a key, not the place   | Set secret-key instead
					curve.enabled=true;curve.secret-key-location="SECRET" | curve.secret-key-location | is a key, not the place  | Set secret-key instead
					curve.enabled=true;curve.secret-key-location=file:SECRET | curve.secret-key-location | is a key, not the place | Set secret-key instead
					curve.enabled=true;curve.secret-key-location=1SECRET | curve.secret-key-location | is a key, not the place   | Set secret-key instead
					curve.enabled=true;curve.secret-key=x;curve.secret-key-location=SECRET | curve.secret-key-location | is a key, not the | instead
					curve.enabled=true;curve.secret-key=x;curve.secret-key-location=/aSECRET | curve.secret-key-location | both set     | Remove one
					curve.enabled=true;curve.secret-key-location=http://me:SECRET@127.0.0.1/k | curve.secret-key-location | is neither a file | Name a file
					ON;peers[0].name=a;peers[0].public-key=PUBLIC        | peers                 | own public key               | a pair of its own
					ON;peers[0].public-key=PUBLIC                        | peers[0].name         | is needed                    | short name
					ON;peers[0].name=a                                   | peers[0].public-key   | is needed                    | public key
					ON;peers[0].name=a;peers[0].public-key=short         | peers[0].public-key   | has 5 characters             | 40 characters
					ON;peers[0].name=a b;peers[0].public-key=PUBLIC      | peers[0].name         | 1 to 64 letters              | Patterns
					ON;peers[0].name=a;peers[0].public-key=PUBLIC;peers[1].name=a;peers[1].public-key=OTHER | peers | the name 'a' | a name and keys
					ON;peers[0].name=a;peers[0].public-key=PUBLIC;peers[1].name=b;peers[1].public-key=PUBLIC | peers | the same key | a name and keys
					ON;peers-location=/no/such/peers.yml                 | peers-location        | cannot be read               | may read
					ON;peers-refresh-interval=0s                         | peers-refresh-interval | must be at least 1ms        | 500ms
					""")
	void aBadValueIsNamedWithItsRemedy(String settings, String property, String reason, String remedy) {
		String all = settings.replace("ON", "curve.enabled=true;curve.secret-key=SECRET;curve.server-public-key=OTHER")
			.replace("SECRET", OWN.secretKey())
			.replace("~ECRET", "~" + OWN.secretKey().substring(1))
			.replace("PUBLIC", OWN.publicKey())
			.replace("OTHER", OTHER.publicKey());
		String[] values = all.split(";");
		for (int i = 0; i < values.length; i++) {
			values[i] = "pirate.security." + values[i].strip();
		}
		FailureAnalysis analysis = analyze(values);
		assertThat(analysis.getDescription()).contains("pirate.security." + property).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
		assertThat(analysis.getDescription() + analysis.getAction() + analysis.getCause())
			.doesNotContain(OWN.secretKey(), OWN.secretKey().substring(1), OWN.publicKey(), OTHER.publicKey());
	}

	@Test
	void aKeyFileThatEverybodyCanReadIsRefused(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("secret.key"), OWN.secretKey());
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		FailureAnalysis analysis = analyze("pirate.security.curve.enabled=true",
				"pirate.security.curve.secret-key-location=" + file);
		assertThat(analysis.getDescription()).contains("by every user of this machine").contains(file.toString());
		assertThat(analysis.getAction()).contains("chmod 600 " + file).contains("defaultMode");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		Files.writeString(file, "\n");
		assertThat(analyze("pirate.security.curve.enabled=true", "pirate.security.curve.secret-key-location=" + file)
			.getDescription()).contains("holds no key");
	}

	@Test
	void aPathThatLooksLikeAKeyIsAPathIfItExists(@TempDir Path directory) throws IOException {
		int missing = Z85.KEY_CHARACTERS - directory.toString().length() - 1;
		Path file = directory.resolve("0".repeat(Math.max(missing, 1)));
		Files.writeString(file, OWN.secretKey());
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		Runners.plain()
			.withPropertyValues("pirate.security.curve.enabled=true",
					"pirate.security.curve.secret-key-location=" + file,
					"pirate.security.curve.server-public-key=" + OTHER.publicKey())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aConnectionThatLeadsElsewhereNeedsTheKeyOfWhoIsThere() {
		FailureAnalysis analysis = analyze("pirate.queue.enabled=true", "pirate.queue.frontend=tcp://127.0.0.1:*",
				"pirate.queue.backend=tcp://127.0.0.1:*", "pirate.security.curve.enabled=true",
				"pirate.security.curve.secret-key=" + OWN.secretKey(),
				"pirate.connections.far.client.endpoints=tcp://127.0.0.1:1");
		assertThat(analysis.getDescription()).contains("server-public-key", "pirate.connections.far.client");
		assertThat(analysis.getAction()).contains("public key of the queue");
	}

	@Test
	void anAddressWhoseHostIsUnknownIsNotTakenForALocalOne() {
		FailureAnalysis analysis = analyze("pirate.queue.enabled=true",
				"pirate.queue.frontend=tcp://no.such.host.invalid:5555", "pirate.queue.backend=tcp://127.0.0.1:*");
		assertThat(analysis.getDescription()).contains("pirate.queue.frontend", "cannot be resolved")
			.doesNotContain("other machines");
		assertThat(analysis.getAction()).contains("tcp://127.0.0.1:5555");
	}

	@Test
	void theOtherQueueOfAPairHasAKeyOnlyWithCurve() {
		String[] pair = { "pirate.queue.enabled=true", "pirate.binary-star.enabled=true",
				"pirate.binary-star.bind=tcp://127.0.0.1:1", "pirate.binary-star.peer=tcp://127.0.0.1:2",
				"pirate.binary-star.peer-public-key=" + OTHER.publicKey() };
		assertThat(analyze(pair).getDescription()).contains("pirate.binary-star.peer-public-key")
			.contains("means nothing without CURVE");
	}

	private static FailureAnalysis analyze(String... values) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		Runners.plain().withPropertyValues(values).run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = FailureAnalysisTests.analyze(context.getStartupFailure());
		});
		assertThat(analysis[0]).isNotNull();
		return analysis[0];
	}

}
