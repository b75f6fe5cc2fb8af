package io.pirate.autoconfigure;

import java.io.PrintStream;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import io.pirate.CurveKeyPair;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Prints a pair of keys to paste and ends the application before it has started, with
 * {@code --pirate.security.generate-keys}. Any application with the starter can do it.
 */
final class KeyGenerator implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final String PROPERTY = "pirate.security.generate-keys";

	/** Spring would take it for the beginning of a placeholder. */
	private static final String PLACEHOLDER = "${";

	private final PrintStream out;

	private final IntConsumer exit;

	KeyGenerator() {
		this(System.out, System::exit);
	}

	KeyGenerator(PrintStream out, IntConsumer exit) {
		this.out = out;
		this.exit = exit;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Environment environment = event.getEnvironment();
		String wanted = environment.getProperty(PROPERTY);
		if (wanted != null && !wanted.equalsIgnoreCase("false")) {
			this.out.print(block(pair()));
			this.out.flush();
			this.exit.accept(0);
		}
	}

	/** When everything else has seen the environment. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	static CurveKeyPair pair() {
		return Stream.generate(CurveKeyPair::generate)
			.filter((pair) -> !(pair.publicKey() + pair.secretKey()).contains(PLACEHOLDER))
			.findFirst()
			.orElseThrow();
	}

	static String block(CurveKeyPair pair) {
		return """
				# The keys of one application. The secret key is for its configuration only: better in a file
				# (secret-key-location) or in the environment (PIRATE_SECURITY_CURVE_SECRETKEY) than here.
				pirate:
				  security:
				    curve:
				      enabled: true
				      public-key: "%s"
				      secret-key: "%s"
				#     server-public-key: "<the public key of the queue it connects to, unless it hosts the queue>"

				# And this belongs into the configuration of the queue, so that it lets that application in:
				#     peers:
				#     - name: <what it is called>
				#       public-key: "%s"
				#       call: "*"
				#       serve: []
				""".formatted(pair.publicKey(), pair.secretKey(), pair.publicKey());
	}

}
