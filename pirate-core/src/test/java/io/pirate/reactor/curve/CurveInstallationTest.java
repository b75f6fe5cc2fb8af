package io.pirate.reactor.curve;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.pirate.JeromqCurve;
import io.pirate.JeromqWakeup;
import io.pirate.reactor.signaler.JeromqPrograms;
import io.pirate.testing.FreshJeromq;
import io.pirate.testing.NoSwitches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zmq.Msg;

import static org.assertj.core.api.Assertions.assertThat;

/** Each in a class loader of its own: only the first decision counts. */
@Timeout(60)
@ExtendWith(NoSwitches.class)
class CurveInstallationTest {

	private static final String PACKAGE = "zmq.io.mechanism.curve.";

	@ParameterizedTest
	@CsvSource({ "true, true, true", "true, false, true", "false, true, true", "false, false, true",
			"true, true, false", "true, false, false", "false, true, false", "false, false, false" })
	void eachIsSwitchedOffByItself(boolean fast, boolean guarded, boolean framing) throws Exception {
		System.setProperty(JeromqCurve.FAST_PROPERTY, Boolean.toString(fast));
		System.setProperty(JeromqCurve.GUARDED_PROPERTY, Boolean.toString(guarded));
		System.setProperty(JeromqWakeup.PROPERTY, Boolean.toString(framing));
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqWakeup.class, "isFast")).isEqualTo(framing);
			assertThat(jeromq.call(JeromqCurve.class, "state")).isEqualTo(fast ? "installed" : "switched off");
			assertThat(jeromq.call(JeromqCurve.class, "guards")).isEqualTo(guarded ? "installed" : "switched off");
			assertThat(isOurs(jeromq, "Curve")).isEqualTo(fast);
			assertThat(isOurs(jeromq, "CurveServerMechanism")).isEqualTo(guarded);
			assertThat(isOurs(jeromq, "CurveClientMechanism")).isEqualTo(guarded);
			assertThat(isOurs(jeromq.load("zmq.io.mechanism.NullMechanism"))).isEqualTo(guarded);
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	@Test
	void belongsToJeromq() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqCurve.class, "decide", true)).isEqualTo("installed");
			Class<?> server = jeromq.load(PACKAGE + "CurveServerMechanism");
			assertThat(server.getProtectionDomain()).isEqualTo(jeromq.load("zmq.Msg").getProtectionDomain());
			assertThat(server.getSuperclass().getName()).isEqualTo(PACKAGE + "StockCurveServerMechanism");
		}
	}

	@Test
	void theFirstDecisionHolds() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqCurve.class, "decide", false)).isEqualTo("switched off");
			assertThat(jeromq.call(JeromqCurve.class, "decide", true)).isEqualTo("switched off");
			assertThat(jeromq.call(JeromqCurve.class, "guards")).isEqualTo("installed");
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	@Test
	void anotherUserOfJeromqMayHaveBeenFirst() throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(true)) {
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
			assertThat(jeromq.call(JeromqCurve.class, "state")).isEqualTo("stock: JeroMQ was in use before");
			assertThat(jeromq.call(JeromqCurve.class, "guards")).isEqualTo("stock: JeroMQ was in use before");
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	@ParameterizedTest
	@CsvSource({ "Curve, state, guards", "CurveServerMechanism, guards, state", "CurveClientMechanism, guards, state" })
	void anotherVersionOfAClassStays(String stock, String stays, String other, @TempDir Path classes) throws Exception {
		Path file = classes.resolve("zmq/io/mechanism/curve").resolve(stock + ".class");
		Files.createDirectories(file.getParent());
		try (InputStream in = Msg.class.getResourceAsStream("io/mechanism/curve/" + stock + ".class")) {
			byte[] bytes = in.readAllBytes();
			// the class file's minor version: another file, the same class
			bytes[5] ^= 1;
			Files.write(file, bytes);
		}
		try (FreshJeromq jeromq = new FreshJeromq(true, classes)) {
			assertThat(jeromq.call(JeromqCurve.class, stays))
				.isEqualTo("stock: " + PACKAGE + stock + " is not the one of JeroMQ 0.6.0");
			assertThat(jeromq.call(JeromqCurve.class, other)).isEqualTo("installed");
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	@Test
	void withoutBouncyCastleOnlyTheGuardsAreInstalled() throws Exception {
		try (FreshJeromq jeromq = FreshJeromq.without("bcprov")) {
			assertThat(jeromq.call(JeromqCurve.class, "state")).asString()
				.startsWith("stock: JeroMQ's class loader or module does not see org.bouncycastle.");
			assertThat(jeromq.call(JeromqCurve.class, "guards")).isEqualTo("installed");
			assertThat(jeromq.call(JeromqPrograms.class, "curve")).isEqualTo("done");
		}
	}

	/** What devtools does: ours are loaded anew beside the JeroMQ of before. */
	@Test
	void ourClassesLoadedAnewFindThemInstalled() throws Exception {
		assertThat(JeromqCurve.state()).isNotNull();
		try (FreshJeromq ours = FreshJeromq.ofBefore()) {
			assertThat(ours.call(JeromqCurve.class, "state")).isEqualTo(JeromqCurve.state());
			assertThat(ours.call(JeromqCurve.class, "guards")).isEqualTo(JeromqCurve.guards());
			assertThat(ours.call(JeromqCurve.class, "isGuarded")).isEqualTo(JeromqCurve.isGuarded());
		}
	}

	private static boolean isOurs(FreshJeromq jeromq, String name) throws ClassNotFoundException {
		return isOurs(jeromq.load(PACKAGE + name));
	}

	private static boolean isOurs(Class<?> active) {
		return java.util.Arrays.stream(active.getDeclaredFields()).anyMatch((it) -> it.getName().equals("REPLACES"));
	}

}
