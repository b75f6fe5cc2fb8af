package io.pirate.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

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

	/** A secret that stands alone in a file; lines that begin with # are comments. */
	String secret(String property, String location) {
		Resource resource = resource(location);
		requirePrivate(property, location, resource);
		return new String(read(property, location), StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("# "))
			.findFirst()
			.orElseThrow(() -> this.check.wrong(property, location, "holds no key",
					"Write the 40 characters of the secret key into it, and nothing else."));
	}

	byte[] read(String property, String location) {
		try (InputStream in = resource(location).getInputStream()) {
			return in.readNBytes(LONGEST);
		}
		catch (IOException ex) {
			throw this.check.wrong(property, location, "cannot be read: " + ex.getMessage(),
					"Name a file that this application may read, such as file:/etc/pirate/secret.key, or a "
							+ "classpath: resource.");
		}
	}

	/** Without a prefix it is a file: nobody keeps keys in the class path by default. */
	private Resource resource(String location) {
		boolean prefixed = location.indexOf(':') > 1;
		return prefixed ? this.loader.getResource(location) : new FileSystemResource(location);
	}

	/** What the system cannot tell is not held against the file. */
	private void requirePrivate(String property, String location, Resource resource) {
		if (!resource.isFile()) {
			return;
		}
		try {
			File file = resource.getFile();
			Path path = file.toPath();
			if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
				return;
			}
			Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
			if (allowed.contains(PosixFilePermission.OTHERS_READ)
					|| allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
				throw this.check.wrong(property, location, "can be read or written by every user of this machine",
						"Take that away: chmod 600 " + file + " (in Kubernetes: defaultMode: 0400 of the secret's "
								+ "volume), and consider the key known: --pirate.security.generate-keys makes "
								+ "another one.");
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			// reading it says more
		}
	}

}
