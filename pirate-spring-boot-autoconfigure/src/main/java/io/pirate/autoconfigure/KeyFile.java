package io.pirate.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;

import io.pirate.wire.Z85;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Files and resources that configuration names.
 *
 * @param loader finds those with a prefix such as {@code classpath:}
 * @param check knows the properties' names
 */
record KeyFile(ResourceLoader loader, PropertyCheck check) {

	private static final int LONGEST = 1024 * 1024;

	private static final String FILE = "file:";

	private static final String CLASSPATH = "classpath:";

	/** A key that lost or gained some characters; absolute paths are none. */
	private static final Pattern NEARLY_KEY = Pattern
		.compile("(?!/|classpath:|[A-Za-z]:)[0-9a-zA-Z.\\-:+=^!/*?&<>()\\[\\]{}@%$#]{32,48}");

	private static final Pattern QUOTE = Pattern.compile("^[\"']|[\"']$");

	/** A secret that stands alone in a file; lines that begin with # are comments. */
	String secret(String property, String location) {
		if (isPrefixed(location) && !isFileOrClasspath(location)) {
			// not shown: an address may hold a password, and a key may hold a colon
			throw this.check.wrong(property, "(not shown)", "is neither a file nor in the class path",
					"Name a file, such as file:/etc/pirate/secret.key, or a classpath: resource.");
		}
		requireClosed(property, location, Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE),
				"can be read or written by every user of this machine",
				"Take that away: chmod 600 %s (in Kubernetes: defaultMode: 0400 of the secret's volume), and consider "
						+ "the key known: --pirate.security.generate-keys makes another one.");
		return new String(read(property, location), StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("# "))
			.findFirst()
			.orElseThrow(() -> this.check.wrong(property, location, "holds no key",
					"Write the 40 characters of the secret key into it, and nothing else."));
	}

	/** A list of peers, which everybody may know but not change. */
	byte[] peers(String property, String location) {
		requireClosed(property, location, Set.of(PosixFilePermission.OTHERS_WRITE),
				"can be written by every user of this machine, who could let anybody in",
				"Take that away: chmod o-w %s, and look at what it says.");
		return read(property, location);
	}

	/**
	 * Whether somebody wrote a key where the place of one belongs. Paths may look like
	 * keys, so what exists is a place.
	 */
	boolean isKey(String location) {
		String bare = QUOTE.matcher(location.strip()).replaceAll("");
		String text = bare.startsWith(FILE) ? bare.substring(FILE.length()) : bare;
		boolean like = Z85.decode(bare) != null || Z85.decode(text) != null || NEARLY_KEY.matcher(text).matches();
		return like && !exists(location);
	}

	private byte[] read(String property, String location) {
		try (InputStream in = resource(location).getInputStream()) {
			byte[] content = in.readNBytes(LONGEST + 1);
			if (content.length > LONGEST) {
				// the part that fits would be another list, or another key
				throw this.check.wrong(property, location, "is larger than 1 MiB", "Name the file that is meant.");
			}
			return content;
		}
		catch (IOException ex) {
			throw unreadable(property, location, ex);
		}
	}

	private InvalidPiratePropertyException unreadable(String property, String location, IOException ex) {
		return this.check.wrong(property, location, "cannot be read: " + ex.getMessage(),
				"Name a file that this application may read, such as file:/etc/pirate/secret.key, or a "
						+ "classpath: resource.");
	}

	private boolean exists(String location) {
		try {
			return (!isPrefixed(location) || isFileOrClasspath(location)) && resource(location).exists();
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	/** Without a prefix it is a file: nobody keeps keys in the class path by default. */
	private Resource resource(String location) {
		return isPrefixed(location) ? this.loader.getResource(location) : new FileSystemResource(location);
	}

	/** One letter is a drive. */
	private static boolean isPrefixed(String location) {
		return location.indexOf(':') > 1;
	}

	private static boolean isFileOrClasspath(String location) {
		return location.startsWith(FILE) || location.startsWith(CLASSPATH);
	}

	/** Where the system has no such permissions, nothing is held against the file. */
	private void requireClosed(String property, String location, Set<PosixFilePermission> denied, String problem,
			String remedy) {
		Resource resource = resource(location);
		if (!resource.isFile()) {
			return;
		}
		try {
			File file = resource.getFile();
			PosixFileAttributeView view = Files.getFileAttributeView(file.toPath(), PosixFileAttributeView.class);
			if (view != null && view.readAttributes().permissions().stream().anyMatch(denied::contains)) {
				throw this.check.wrong(property, location, problem, remedy.formatted(file));
			}
		}
		catch (NoSuchFileException ex) {
			// reading it says more
		}
		catch (IOException ex) {
			// whose permissions cannot be told is not trusted
			throw unreadable(property, location, ex);
		}
	}

}
