package io.pirate.testing;

import java.util.Properties;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests of what is decided in a {@link FreshJeromq} begin without the switches that this
 * process was started with, and leave them as they were.
 */
public final class NoSwitches implements BeforeEachCallback, AfterEachCallback {

	private static final String SWITCHES = "pirate.jeromq.";

	private final Properties before = new Properties();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.before.clear();
		for (String name : System.getProperties().stringPropertyNames()) {
			if (name.startsWith(SWITCHES)) {
				this.before.setProperty(name, System.getProperty(name));
			}
		}
		clear();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		clear();
		System.getProperties().putAll(this.before);
	}

	private static void clear() {
		for (String name : System.getProperties().stringPropertyNames()) {
			if (name.startsWith(SWITCHES)) {
				System.clearProperty(name);
			}
		}
	}

}
