package io.pirate.reactor.replacement;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classes of JeroMQ's and ours in their place, decided once. Safe for use by many
 * threads.
 */
public final class Replacement {

	private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

	private static final String MODULE = "org.zeromq.jeromq";

	private static final Logger logger = LoggerFactory.getLogger(Replacement.class);

	private final String title;

	private final String property;

	private final Class<?> home;

	private final Class<?> neighbour;

	private final List<Part> parts;

	private @Nullable ReplacementState decided;

	/**
	 * Nothing is replaced yet.
	 * @param title what it is about, for the log
	 * @param property the system property that switches it off
	 * @param home a class in the package of ours
	 * @param neighbour a class in the package of the stock ones that loads none of them
	 * @param parts what is defined, in this order: what others use comes first. The last
	 * one has a field {@code REPLACES}, by which it is told from the stock one
	 */
	public Replacement(String title, String property, Class<?> home, Class<?> neighbour, Part... parts) {
		this.title = title;
		this.property = property;
		this.home = home;
		this.neighbour = neighbour;
		this.parts = List.of(parts);
	}

	/**
	 * Installs our classes or leaves JeroMQ as it is. The first decision in a process
	 * holds.
	 * @param wanted whether to install them, if the system property does not say no
	 * @param needed classes that ours need beside JeroMQ's, such as those of a library
	 * @return what JeroMQ uses from now on
	 */
	public synchronized ReplacementState decide(boolean wanted, String... needed) {
		ReplacementState state = this.decided;
		if (state == null) {
			boolean allowed = Boolean.parseBoolean(System.getProperty(this.property, "true"));
			state = (wanted && allowed) ? install(needed) : leave();
			this.decided = state;
			logger.info("{}: {}", this.title, state.description());
		}
		else if (state.ours() && !wanted) {
			logger.info("{}: stays installed, {}=false comes too late", this.title, this.property);
		}
		return state;
	}

	private ReplacementState leave() {
		return isOurs() ? ReplacementState.INSTALLED : ReplacementState.SWITCHED_OFF;
	}

	private ReplacementState install(String... needed) {
		if (System.getProperty(NATIVE_IMAGE) != null) {
			return ReplacementState.stock("a native image defines no classes");
		}
		try {
			for (Part part : this.parts) {
				if (part.stock() != null && !isStock(part)) {
					return ReplacementState.stock(there(part.nameThere()) + " is not the one of JeroMQ 0.6.0");
				}
			}
			for (String name : needed) {
				if (!isVisible(name)) {
					return ReplacementState.stock("JeroMQ's class loader or module does not see " + name);
				}
			}
			define(MethodHandles.privateLookupIn(this.neighbour, MethodHandles.lookup()));
			return ReplacementState.INSTALLED;
		}
		catch (LinkageError ex) {
			// or this class has been loaded anew, for example by devtools
			return isOurs() ? ReplacementState.INSTALLED : ReplacementState.stock("JeroMQ was in use before");
		}
		catch (IllegalAccessException ex) {
			return ReplacementState.stock("the module path needs --add-opens " + MODULE + "/"
					+ this.neighbour.getPackageName() + "=io.pirate.core");
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			return ReplacementState.stock("it cannot be defined: " + ex);
		}
	}

	private void define(MethodHandles.Lookup lookup) throws IOException, IllegalAccessException {
		for (Part part : this.parts) {
			if (part.keptAs() != null) {
				lookup.defineClass(kept(part).of(bytes(this.neighbour, part.nameThere())));
			}
			if (!part.defined()) {
				continue;
			}
			byte[] bytes = bytes(this.home, part.ours());
			for (Part other : this.parts) {
				if (other.keptAs() != null) {
					bytes = kept(other).of(bytes);
				}
			}
			for (Part other : this.parts) {
				bytes = new RenamedClass(internal(this.home.getPackageName(), other.ours()),
						internal(this.neighbour.getPackageName(), other.nameThere()))
					.of(bytes);
			}
			lookup.defineClass(bytes);
		}
	}

	private RenamedClass kept(Part part) {
		String there = this.neighbour.getPackageName();
		return new RenamedClass(internal(there, part.nameThere()), internal(there, String.valueOf(part.keptAs())));
	}

	private String there(String simpleName) {
		return this.neighbour.getPackageName() + "." + simpleName;
	}

	private static String internal(String packageName, String simpleName) {
		return (packageName + "." + simpleName).replace('.', '/');
	}

	private boolean isStock(Part part) throws IOException, GeneralSecurityException {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(this.neighbour, part.nameThere()));
		return HexFormat.of().formatHex(digest).equals(part.sha256());
	}

	private boolean isVisible(String name) {
		try {
			Class<?> found = Class.forName(name, false, this.neighbour.getClassLoader());
			return this.neighbour.getModule().canRead(found.getModule());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private static byte[] bytes(Class<?> beside, String simpleName) throws IOException {
		try (InputStream in = beside.getResourceAsStream(simpleName + ".class")) {
			if (in == null) {
				throw new FileNotFoundException(simpleName);
			}
			return in.readAllBytes();
		}
	}

	/** Loads JeroMQ's class if none is loaded: to be asked last. */
	private boolean isOurs() {
		String last = there(this.parts.get(this.parts.size() - 1).nameThere());
		try {
			Class<?> active = Class.forName(last, false, this.neighbour.getClassLoader());
			return active.getDeclaredField("REPLACES").getType() == String.class;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

}
