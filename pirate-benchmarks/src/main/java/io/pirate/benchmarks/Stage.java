package io.pirate.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** All processes of a run: every topology, started when first needed, and one client. */
final class Stage implements Closeable {

	private final Map<Topology, List<Part>> topologies = new EnumMap<>(Topology.class);

	private @Nullable Part client;

	Figures ask(Scenario scenario, double seconds) throws IOException {
		List<Part> parts = this.topologies.get(scenario.topology());
		if (parts == null) {
			parts = scenario.topology().start();
			this.topologies.put(scenario.topology(), parts);
		}
		if (this.client == null) {
			this.client = Part.start(Role.CLIENT);
		}
		return Figures
			.decode(this.client.ask(parts.get(0).endpoint(0) + " " + seconds + " " + scenario.load().encode()));
	}

	@Override
	public void close() throws IOException {
		if (this.client != null) {
			this.client.close();
		}
		for (List<Part> parts : this.topologies.values()) {
			for (Part part : parts) {
				part.close();
			}
		}
	}

}
