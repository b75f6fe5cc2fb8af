package io.pirate.benchmarks.stage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Servers of others, where Debian's packages put them or anywhere on the path. */
public enum Installed {

	/** Needs Erlang too, which its package brings. */
	RABBITMQ("rabbitmq-server", List.of("/usr/lib/rabbitmq/lib"), "sbin/rabbitmq-server"),

	/** A single binary. */
	NATS("nats-server", List.of("/usr/sbin", "/usr/bin", "/usr/local/bin"), "");

	private final String debianPackage;

	private final List<String> folders;

	/** Inside of a folder for each version; empty if the file is in the folder itself. */
	private final String inVersion;

	Installed(String debianPackage, List<String> folders, String inVersion) {
		this.debianPackage = debianPackage;
		this.folders = folders;
		this.inVersion = inVersion;
	}

	/**
	 * Says so if it is missing.
	 * @return whether it is there
	 */
	public boolean tell() {
		boolean there = path() != null;
		if (!there) {
			System.out.println("Not compared with " + this.debianPackage + ": apt-get install " + this.debianPackage);
		}
		return there;
	}

	/**
	 * The program.
	 * @return its file
	 */
	public Path program() {
		Path path = path();
		if (path == null) {
			throw new IllegalStateException(this.debianPackage + " is not installed");
		}
		return path;
	}

	private @Nullable Path path() {
		for (String folder : this.folders) {
			Path found = this.inVersion.isEmpty() ? Path.of(folder, this.debianPackage) : inside(Path.of(folder));
			if (found != null && Files.isExecutable(found)) {
				return found;
			}
		}
		return null;
	}

	private @Nullable Path inside(Path folder) {
		if (!Files.isDirectory(folder)) {
			return null;
		}
		try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder)) {
			for (Path version : versions) {
				if (Files.isExecutable(version.resolve(this.inVersion))) {
					return version.resolve(this.inVersion);
				}
			}
		}
		catch (IOException ex) {
			return null;
		}
		return null;
	}

}
