package io.pirate.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.pirate.CurveKeyPair;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class KeyGeneratorTests {

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final List<Integer> exits = new ArrayList<>();

	private final KeyGenerator generator = new KeyGenerator(new PrintStream(this.printed, true, StandardCharsets.UTF_8),
			this.exits::add);

	@Test
	void anApplicationWithTheStarterHasIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(KeyGenerator.class);
	}

	@Test
	void printsABlockThatCanBePastedAndExits() throws IOException {
		prepared(new MockEnvironment().withProperty("pirate.security.generate-keys", ""));
		assertThat(this.exits).containsExactly(0);
		PropertySource<?> block = new YamlPropertySourceLoader()
			.load("block", new ByteArrayResource(this.printed.toByteArray()))
			.get(0);
		CurveKeyPair pair = CurveKeyPair.of(value(block, "public-key"), value(block, "secret-key"));
		Runners.withQueue(Runners.plain())
			.withPropertyValues("pirate.security.curve.enabled=" + value(block, "enabled"),
					"pirate.security.curve.public-key=" + pair.publicKey(),
					"pirate.security.curve.secret-key=" + pair.secretKey())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void doesNothingUnlessAskedTo() {
		prepared(new MockEnvironment());
		prepared(new MockEnvironment().withProperty("pirate.security.generate-keys", "false"));
		assertThat(this.exits).isEmpty();
		assertThat(this.printed.size()).isZero();
	}

	@Test
	void noKeyLooksLikeAPlaceholder() {
		for (int i = 0; i < 300; i++) {
			CurveKeyPair pair = KeyGenerator.pair();
			assertThat(pair.publicKey() + " " + pair.secretKey()).doesNotContain("${");
		}
	}

	private void prepared(MockEnvironment environment) {
		this.generator.onApplicationEvent(new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
				new SpringApplication(), new String[0], environment));
	}

	private static String value(PropertySource<?> block, String name) {
		return String.valueOf(block.getProperty("pirate.security.curve." + name));
	}

}
