package io.pirate.reactor.signaler;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.pirate.JeromqFrames;
import io.pirate.JeromqWakeup;
import io.pirate.testing.FreshJeromq;
import io.pirate.testing.NoSwitches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.Msg;

import static org.assertj.core.api.Assertions.assertThat;

/** Each in a class loader of its own: only the first decision counts. */
@Timeout(60)
@ExtendWith(NoSwitches.class)
class DecoderInstallationTest {

	private static final String PACKAGE = "zmq.io.coder.";

	@Test
	void ourOwnDecoderIsGuardedToo() throws Exception {
		System.setProperty(JeromqWakeup.PROPERTY, "true");
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqFrames.class, "state")).isEqualTo("installed");
			assertThat(jeromq.load(PACKAGE + "v2.V2Decoder").getSuperclass()).isEqualTo(Object.class);
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thatOfJeromqCanBeLeftWithout(boolean guarded) throws Exception {
		System.setProperty(JeromqWakeup.PROPERTY, "false");
		System.setProperty(JeromqFrames.PROPERTY, Boolean.toString(guarded));
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqFrames.class, "state")).isEqualTo(guarded ? "installed" : "switched off");
			assertThat(jeromq.call(JeromqFrames.class, "isGuarded")).isEqualTo(guarded);
			assertThat(isOurs(jeromq, "v1.V1Decoder")).isEqualTo(guarded);
			assertThat(isOurs(jeromq, "v2.V2Decoder")).isEqualTo(guarded);
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	@Test
	void anotherUserOfJeromqMayHaveBeenFirst() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
			assertThat(jeromq.call(JeromqFrames.class, "state")).isEqualTo("stock: JeroMQ was in use before");
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1/V1Decoder", "v2/V2Decoder" })
	void anotherVersionOfAClassStays(String stock, @TempDir Path classes) throws Exception {
		Path file = classes.resolve("zmq/io/coder").resolve(stock + ".class");
		Files.createDirectories(file.getParent());
		try (InputStream in = Msg.class.getResourceAsStream("io/coder/" + stock + ".class")) {
			byte[] bytes = in.readAllBytes();
			// the class file's minor version: another file, the same class
			bytes[5] ^= 1;
			Files.write(file, bytes);
		}
		try (FreshJeromq jeromq = new FreshJeromq(true, classes)) {
			assertThat(jeromq.call(JeromqFrames.class, "state"))
				.isEqualTo("stock: " + PACKAGE + stock.replace('/', '.') + " is not the one of JeroMQ 0.6.0");
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
		}
	}

	/** What devtools does: ours are loaded anew beside the JeroMQ of before. */
	@Test
	void ourClassesLoadedAnewFindThemInstalled() throws Exception {
		assertThat(JeromqFrames.state()).isNotNull();
		try (FreshJeromq ours = FreshJeromq.ofBefore()) {
			assertThat(ours.call(JeromqFrames.class, "state")).isEqualTo(JeromqFrames.state());
		}
	}

	private static boolean isOurs(FreshJeromq jeromq, String name) throws ClassNotFoundException {
		Class<?> active = jeromq.load(PACKAGE + name);
		return Arrays.stream(active.getDeclaredFields()).anyMatch((it) -> it.getName().equals("REPLACES"));
	}

}
