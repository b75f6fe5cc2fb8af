package io.pirate.autoconfigure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pirate.JeromqCurve;
import io.pirate.JeromqWakeup;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The first application in a process decides, so each has a class loader of its own. */
class JeromqWakeupTests {

	@AfterEach
	void forget() {
		System.clearProperty(JeromqWakeup.PROPERTY);
	}

	@ParameterizedTest
	@CsvSource({ "pirate.jeromq.fast-wakeup=true, installed", "pirate.jeromq.fastWakeup=false, switched off" })
	void thePropertyIsKnownBeforeTheFirstSocket(String property, String expected) throws Exception {
		assertThat(inFreshProcess("--" + property)).isEqualTo(expected);
	}

	@Test
	void theSystemPropertyIsOneToo() throws Exception {
		System.setProperty(JeromqWakeup.PROPERTY, "false");
		assertThat(inFreshProcess()).isEqualTo("switched off");
	}

	@ParameterizedTest
	@CsvSource({ "pirate.jeromq.fast-curve=true, installed", "pirate.jeromq.fastCurve=false, switched off" })
	void curveHasOneToo(String property, String expected) throws Exception {
		assertThat(inFreshProcess("--" + property, "--show=curve")).isEqualTo(expected);
	}

	@Test
	void healthTellsWhichOneIsInUse() {
		Runners.watched().run((context) -> {
			HealthIndicator jeromq = (HealthIndicator) context.getBean(PirateHealth.class).getContributor("jeromq");
			Health health = jeromq.health();
			assertThat(health.getStatus().getCode()).isEqualTo("UP");
			assertThat(health.getDetails()).isEqualTo(Map.of("wakeup", JeromqWakeup.state(), "curve",
					JeromqCurve.state(), "curveGuards", JeromqCurve.guards()));
		});
	}

	private static Object inFreshProcess(String... arguments) throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
			classPath.add(Path.of(element).toUri().toURL());
		}
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader fresh = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(fresh);
			return fresh.loadClass(Application.class.getName())
				.getMethod("run", String[].class)
				.invoke(null, (Object) arguments);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		@PirateWorker
		String answer(String text) {
			return text;
		}

		public static String run(String[] arguments) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("spring.application.name=orders-app", "pirate.queue.enabled=true",
						"pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*",
						"pirate.worker.drain-timeout=0s")
				.run(arguments)) {
				assertThat(context.getBean(PirateOperations.class).request("x", String.class)).isEqualTo("x");
				boolean curve = context.getEnvironment().containsProperty("show");
				return curve ? JeromqCurve.state() : JeromqWakeup.state();
			}
		}

	}

}
