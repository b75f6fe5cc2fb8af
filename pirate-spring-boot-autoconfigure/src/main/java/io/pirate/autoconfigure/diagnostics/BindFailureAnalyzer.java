package io.pirate.autoconfigure.diagnostics;

import java.util.LinkedHashMap;
import java.util.Map;

import io.pirate.BindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Names the port, the property that asked for it, and the remedy. */
final class BindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private final Environment environment;

	BindFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String endpoint = cause.endpoint();
		String property = property(endpoint);
		String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
		String description = String.format("The address of a queue or worker cannot be bound:%n%n    Property: %s%n"
				+ "    Value: %s%n    Reason: %s", property, endpoint, cause.getMessage());
		String action = "Stop whatever uses port " + port + ", or set " + property
				+ " to another address; port * takes any free one. The host must be an address of this machine.";
		return new FailureAnalysis(description, action, cause);
	}

	private String property(String endpoint) {
		Map<String, String> defaults = new LinkedHashMap<>();
		defaults.put("pirate.queue.frontend", "tcp://127.0.0.1:5555");
		defaults.put("pirate.queue.backend", "tcp://127.0.0.1:5556");
		defaults.put("pirate.worker.bind", "");
		return defaults.entrySet()
			.stream()
			.filter((entry) -> endpoint.equals(this.environment.getProperty(entry.getKey(), entry.getValue())))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse("pirate.queue.frontend, pirate.queue.backend or pirate.worker.bind");
	}

}
