package io.pirate.reactor.signaler;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A class of JeroMQ's and ours for it.
 *
 * @param neighbour a class of the same package and loader that does not load it
 * @param stock its simple name
 * @param stockSha256 of the class file that ours was written for
 * @param ours the class that takes its place; it has a constant {@code REPLACES}
 * @param more how the names of further classes go on that ours needs
 */
record Replacement(Class<?> neighbour, String stock, String stockSha256, Class<?> ours, List<String> more) {

	/** Whether JeroMQ has the class that ours was written for. */
	boolean fits() throws IOException, GeneralSecurityException {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(this.neighbour, this.stock + ".class"));
		return HexFormat.of().formatHex(digest).equals(this.stockSha256);
	}

	/**
	 * Defines ours under the other name.
	 * @throws LinkageError if there is a class of that name already
	 * @throws IllegalAccessException if JeroMQ is a module that does not open the package
	 */
	void define() throws IOException, IllegalAccessException {
		String to = this.neighbour.getPackageName().replace('.', '/') + "/" + this.stock;
		RenamedClass renamed = new RenamedClass(this.ours.getName().replace('.', '/'), to);
		MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(this.neighbour, MethodHandles.lookup());
		String file = this.ours.getSimpleName();
		lookup.defineClass(renamed.of(bytes(this.ours, file + ".class")));
		for (String each : this.more) {
			lookup.defineClass(renamed.of(bytes(this.ours, file + each + ".class")));
		}
	}

	/**
	 * Whether JeroMQ uses ours. Loads its own class if none is loaded: to be asked last.
	 */
	boolean isInUse() {
		try {
			String name = this.neighbour.getPackageName() + "." + this.stock;
			Class<?> active = Class.forName(name, false, this.neighbour.getClassLoader());
			return active.getDeclaredField("REPLACES").getType() == String.class;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

	private static byte[] bytes(Class<?> neighbour, String resource) throws IOException {
		try (InputStream in = neighbour.getResourceAsStream(resource)) {
			if (in == null) {
				throw new FileNotFoundException(resource);
			}
			return in.readAllBytes();
		}
	}

}
