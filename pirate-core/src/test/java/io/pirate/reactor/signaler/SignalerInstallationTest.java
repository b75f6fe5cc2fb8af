package io.pirate.reactor.signaler;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.pirate.JeromqFrames;
import io.pirate.JeromqWakeup;
import io.pirate.testing.FreshJeromq;
import io.pirate.testing.NoSwitches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zmq.Msg;
import zmq.poll.IPollEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Each in a class loader of its own: only the first decision counts. */
@Timeout(60)
@ExtendWith(NoSwitches.class)
class SignalerInstallationTest {

	/** As this process was started. */
	private static final boolean WANTED = Boolean.parseBoolean(System.getProperty(JeromqWakeup.PROPERTY, "true"));

	/** Its own guard takes the place of a class of JeroMQ's, too. */
	@BeforeEach
	void leaveDecodersAlone() {
		System.setProperty(JeromqFrames.PROPERTY, "false");
	}

	@AfterEach
	void forget() {
		System.clearProperty("org.graalvm.nativeimage.imagecode");
	}

	@Test
	void isInstalledBesideJeromqsClasses() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", true)).isEqualTo("installed");
			Class<?> signaler = jeromq.load("zmq.Signaler");
			assertThat(signaler.getDeclaredField("REPLACES")).isNotNull();
			assertThat(jeromq.load("zmq.poll.Poller").getDeclaredField("REPLACES")).isNotNull();
			assertThat(jeromq.load("zmq.Msg").getDeclaredField("REPLACES")).isNotNull();
			assertThat(jeromq.load("zmq.socket.reqrep.Router").getDeclaredField("REPLACES")).isNotNull();
			assertThat(jeromq.load("zmq.io.coder.v2.V2Encoder").getDeclaredField("REPLACES")).isNotNull();
			assertThat(jeromq.load("zmq.io.coder.v2.V2Decoder").getDeclaredField("REPLACES")).isNotNull();
			assertThat(signaler.getProtectionDomain()).isEqualTo(jeromq.load("zmq.Msg").getProtectionDomain());
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
			assertThat(jeromq.call(JeromqWakeup.class, "state")).isEqualTo("installed");
			assertThat(jeromq.call(JeromqWakeup.class, "isFast")).isEqualTo(true);
		}
	}

	@Test
	void thisProcessUsesIt() {
		assertThat(JeromqWakeup.state()).isEqualTo(WANTED ? "installed" : "switched off");
		assertThat(JeromqWakeup.isFast()).isEqualTo(WANTED);
	}

	@Test
	void theFirstDecisionHolds() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", true)).isEqualTo("installed");
			assertThat(jeromq.call(JeromqWakeup.class, "decide", false)).isEqualTo("installed");
		}
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", false)).isEqualTo("switched off");
			assertThat(jeromq.call(JeromqWakeup.class, "decide", true)).isEqualTo("switched off");
			assertThat(jeromq.call(JeromqWakeup.class, "isFast")).isEqualTo(false);
			assertStockWorks(jeromq);
		}
	}

	@Test
	void theSystemPropertySwitchesItOff() throws Exception {
		System.setProperty(JeromqWakeup.PROPERTY, "false");
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", true)).isEqualTo("switched off");
			assertStockWorks(jeromq);
		}
	}

	@Test
	void anotherUserOfJeromqMayHaveBeenFirst() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertStockWorks(jeromq);
			assertThat(jeromq.call(JeromqWakeup.class, "state")).isEqualTo("stock: JeroMQ was in use before");
			assertStockWorks(jeromq);
		}
	}

	@Test
	void anotherVersionOfTheClassStays(@TempDir Path classes) throws Exception {
		Path file = classes.resolve("zmq").resolve("Signaler.class");
		Files.createDirectories(file.getParent());
		try (InputStream in = Msg.class.getResourceAsStream("Signaler.class")) {
			byte[] bytes = in.readAllBytes();
			// the class file's minor version: another file, the same class
			bytes[5] ^= 1;
			Files.write(file, bytes);
		}
		try (FreshJeromq jeromq = new FreshJeromq(true, classes)) {
			assertThat(jeromq.call(JeromqWakeup.class, "state"))
				.isEqualTo("stock: zmq.Signaler is not the one of JeroMQ 0.6.0");
			assertStockWorks(jeromq);
		}
	}

	@Test
	void anotherVersionOfThePollerStaysBesideOurSignaler(@TempDir Path classes) throws Exception {
		Path file = classes.resolve("zmq").resolve("poll").resolve("Poller.class");
		Files.createDirectories(file.getParent());
		try (InputStream in = IPollEvents.class.getResourceAsStream("Poller.class")) {
			byte[] bytes = in.readAllBytes();
			bytes[5] ^= 1;
			Files.write(file, bytes);
		}
		try (FreshJeromq jeromq = new FreshJeromq(true, classes)) {
			assertThat(jeromq.call(JeromqWakeup.class, "state")).isEqualTo("installed");
			assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
			assertThat(jeromq.load("zmq.poll.Poller").getDeclaredFields())
				.noneMatch((it) -> it.getName().equals("REPLACES"));
		}
	}

	@Test
	void aNativeImageKeepsTheStockOne() throws Exception {
		System.setProperty("org.graalvm.nativeimage.imagecode", "runtime");
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "state")).asString().startsWith("stock: a native image");
		}
	}

	/** What devtools does: ours are loaded anew beside the JeroMQ of before. */
	@Test
	void ourClassesLoadedAnewFindItInstalled() throws Exception {
		assumeTrue(WANTED, "switched off");
		assertThat(JeromqWakeup.state()).isNotNull();
		try (FreshJeromq ours = FreshJeromq.ofBefore()) {
			assertThat(ours.call(JeromqWakeup.class, "state")).isEqualTo(JeromqWakeup.state());
			assertThat(ours.call(JeromqWakeup.class, "isFast")).isEqualTo(JeromqWakeup.isFast());
		}
	}

	private static void assertStockWorks(FreshJeromq jeromq) throws Exception {
		assertThat(jeromq.call(JeromqPrograms.class, "requestReply", "tcp://127.0.0.1:*")).isEqualTo("done");
		for (String name : new String[] { "zmq.Signaler", "zmq.poll.Poller", "zmq.Msg", "zmq.io.coder.v2.V2Encoder",
				"zmq.io.coder.v2.V2Decoder", "zmq.socket.reqrep.Router" }) {
			assertThat(jeromq.load(name).getDeclaredFields()).noneMatch((it) -> it.getName().equals("REPLACES"));
		}
	}

}
