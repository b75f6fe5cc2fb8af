package io.pirate.reactor.signaler;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;

/**
 * Defines {@link OneBitSignaler} as {@code zmq.Signaler}, in JeroMQ's own class loader,
 * before JeroMQ's class of that name is loaded by the first context. Decided once in a
 * process; where it cannot be done, JeroMQ stays as it is.
 */
public final class SignalerInstallation {

	/** {@code false} as a system property leaves JeroMQ as it is. */
	public static final String PROPERTY = "pirate.jeromq.fast-wakeup";

	/** Of {@code zmq/Signaler.class} in JeroMQ 0.6.0, for which ours was written. */
	private static final String STOCK_SHA256 = "363702184bb71e090e542c63d325377b16ef6d4b5d83b2f64805f6836f4ecc44";

	private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

	private static final Logger logger = LoggerFactory.getLogger(SignalerInstallation.class);

	private static @Nullable SignalerState decided;

	private SignalerInstallation() {
	}

	/**
	 * Installs our signaler, unless that was decided before or the system property says
	 * no. To be called before JeroMQ is used.
	 * @return what JeroMQ uses from now on
	 */
	public static SignalerState install() {
		return decide(true);
	}

	/**
	 * Installs our signaler or leaves JeroMQ as it is. The first decision in a process
	 * holds.
	 * @param wanted whether to install it, if the system property does not say no
	 * @return what JeroMQ uses from now on
	 */
	public static synchronized SignalerState decide(boolean wanted) {
		SignalerState state = decided;
		if (state == null) {
			boolean allowed = Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));
			state = (wanted && allowed) ? define() : leave();
			decided = state;
			logger.info("Wake-up of JeroMQ's threads: {}", state.description());
		}
		else if (state.ours() && !wanted) {
			logger.info("Wake-up of JeroMQ's threads: stays installed, {}=false comes too late", PROPERTY);
		}
		return state;
	}

	private static SignalerState leave() {
		return isOurs() ? SignalerState.INSTALLED : SignalerState.SWITCHED_OFF;
	}

	private static SignalerState define() {
		if (System.getProperty(NATIVE_IMAGE) != null) {
			return SignalerState.stock("a native image defines no classes");
		}
		try {
			if (!isStockOf060()) {
				return SignalerState.stock("zmq.Signaler is not the one of JeroMQ 0.6.0");
			}
			byte[] ours = bytes(OneBitSignaler.class, "OneBitSignaler.class");
			String name = OneBitSignaler.class.getName().replace('.', '/');
			MethodHandles.privateLookupIn(Msg.class, MethodHandles.lookup())
				.defineClass(new RenamedClass(name, "zmq/Signaler").of(ours));
			return SignalerState.INSTALLED;
		}
		catch (LinkageError ex) {
			// or this class has been loaded anew, for example by devtools
			return isOurs() ? SignalerState.INSTALLED : SignalerState.stock("JeroMQ was in use before");
		}
		catch (IllegalAccessException ex) {
			return SignalerState.stock("the module path needs --add-opens org.zeromq.jeromq/zmq=io.pirate.core");
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			return SignalerState.stock("it cannot be defined: " + ex);
		}
	}

	private static boolean isStockOf060() throws IOException, GeneralSecurityException {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(Msg.class, "Signaler.class"));
		return HexFormat.of().formatHex(digest).equals(STOCK_SHA256);
	}

	private static byte[] bytes(Class<?> neighbour, String resource) throws IOException {
		try (InputStream in = neighbour.getResourceAsStream(resource)) {
			if (in == null) {
				throw new FileNotFoundException(resource);
			}
			return in.readAllBytes();
		}
	}

	/** Loads JeroMQ's class if none is loaded: to be asked last. */
	private static boolean isOurs() {
		try {
			Class<?> active = Class.forName("zmq.Signaler", false, Msg.class.getClassLoader());
			return active.getDeclaredField("REPLACES").getType() == String.class;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

}
