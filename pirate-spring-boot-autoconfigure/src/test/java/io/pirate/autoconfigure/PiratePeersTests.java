package io.pirate.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.pirate.CurveKeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** What is made of files with keys and peers. */
class PiratePeersTests {

	private static final CurveKeyPair SHOP = KeyGenerator.pair();

	private static final String LIST = "pirate.security.peers:\n- name: shop\n  public-key: \"" + SHOP.publicKey()
			+ "\"\n";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "", "# peers: []\n", "pirate.security.peers:", "pirate:\n  security:\n",
			"pirate.security.pee: x" })
	void aFileThatNamesNobodyChangesNothing(String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST);
		PiratePeers peers = peers(new DefaultResourceLoader(), file.toString());
		Files.writeString(file, content);
		assertThatExceptionOfType(InvalidPiratePropertyException.class).isThrownBy(peers::reload)
			.withMessageContaining("half written");
		assertThat(peers.names()).containsExactly("shop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pirate.security.peers: []", "pirate: { security: { peers: [ ] } }",
			"pirate:\n  security:\n    peers:\n      []\n" })
	void nobodyIsMeantIfTheFileSaysSo(String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST);
		PiratePeers peers = peers(new DefaultResourceLoader(), file.toString());
		Files.writeString(file, content);
		assertThat(peers.reload()).isZero();
		assertThat(peers.names()).isEmpty();
	}

	@Test
	void nobodyCanBeMeantInPropertiesToo() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.properties"), "pirate.security.peers[0].name=shop\n"
				+ "pirate.security.peers[0].public-key=" + SHOP.publicKey().replace("\\", "\\\\") + "\n");
		PiratePeers peers = peers(new DefaultResourceLoader(), file.toString());
		assertThat(peers.names()).containsExactly("shop");
		Files.writeString(file, "pirate.security.peers");
		assertThatExceptionOfType(InvalidPiratePropertyException.class).isThrownBy(peers::reload);
		Files.writeString(file, "pirate.security.peers=\n");
		assertThat(peers.reload()).isZero();
	}

	@Test
	void whateverIsThrownDoesNotEndTheLooking() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST);
		boolean[] broken = { false };
		PiratePeers peers = peers(new DefaultResourceLoader() {
			@Override
			public Resource getResource(String location) {
				if (broken[0]) {
					throw new StackOverflowError("as a parser may");
				}
				return super.getResource(location);
			}
		}, "file:" + file);
		broken[0] = true;
		assertThatNoException().isThrownBy(peers::look);
		broken[0] = false;
		Files.writeString(file, "pirate.security.peers: []");
		peers.look();
		assertThat(peers.names()).isEmpty();
	}

	@Test
	void whoReadsLateDoesNotBringBackAnOlderList() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST);
		List<PiratePeers> late = new ArrayList<>();
		PiratePeers peers = peers(new DefaultResourceLoader() {
			@Override
			public Resource getResource(String location) {
				return new Overtaken(file, late);
			}
		}, "file:" + file);
		late.add(peers);
		assertThat(peers.reload()).isZero();
		assertThat(peers.names()).isEmpty();
	}

	@Test
	void aFileThatIsTooLargeIsNotCutOff() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST + "#".repeat(1024 * 1024));
		assertThatExceptionOfType(InvalidPiratePropertyException.class)
			.isThrownBy(() -> peers(new DefaultResourceLoader(), file.toString()))
			.withMessageContaining("larger than 1 MiB");
	}

	@Test
	void aListThatEverybodyMayWriteIsRefused() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), LIST);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
		assertThatExceptionOfType(InvalidPiratePropertyException.class)
			.isThrownBy(() -> peers(new DefaultResourceLoader(), file.toString()))
			.withMessageContaining("can be written by every user")
			.satisfies((ex) -> assertThat(ex.remedy()).contains("chmod o-w " + file));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(peers(new DefaultResourceLoader(), file.toString()).names()).containsExactly("shop");
	}

	@Test
	void theApplicationsOwnKeyIsNobodyElsesInTheFileEither() throws IOException {
		Path file = Files.writeString(this.directory.resolve("peers.yml"), "pirate.security.peers: []");
		PiratePeers peers = peers(new DefaultResourceLoader(), file.toString());
		peers.requireOthers(SHOP.publicKey());
		Files.writeString(file, LIST);
		assertThatExceptionOfType(InvalidPiratePropertyException.class).isThrownBy(peers::reload)
			.withMessageContaining("own public key");
		assertThat(peers.names()).isEmpty();
	}

	@Test
	void aSecretWhosePermissionsCannotBeToldIsNotTrusted() {
		KeyFile files = new KeyFile(new DefaultResourceLoader() {
			@Override
			public Resource getResource(String location) {
				return new Unclear(SHOP.secretKey().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
			}
		}, new PropertyCheck("here"));
		assertThatExceptionOfType(InvalidPiratePropertyException.class)
			.isThrownBy(() -> files.secret("secret-key-location", "file:/secret.key"))
			.withMessageContaining("cannot be read: nobody knows");
	}

	private static PiratePeers peers(ResourceLoader loader, String location) {
		return new PiratePeers(List.of(), location, new KeyFile(loader, new PropertyCheck("pirate.security")), 1000);
	}

	/** While it is read for the first reload, another one reads what is written then. */
	private static final class Overtaken extends FileSystemResource {

		private final Path file;

		private final List<PiratePeers> late;

		Overtaken(Path file, List<PiratePeers> late) {
			super(file);
			this.file = file;
			this.late = late;
		}

		@Override
		public InputStream getInputStream() throws IOException {
			InputStream before = new ByteArrayInputStream(Files.readAllBytes(this.file));
			if (!this.late.isEmpty()) {
				PiratePeers peers = this.late.remove(0);
				Files.writeString(this.file, "pirate.security.peers: []");
				peers.reload();
			}
			return before;
		}

	}

	private static final class Unclear extends ByteArrayResource {

		Unclear(byte[] content) {
			super(content);
		}

		@Override
		public boolean isFile() {
			return true;
		}

		@Override
		public File getFile() throws IOException {
			throw new IOException("nobody knows");
		}

	}

}
