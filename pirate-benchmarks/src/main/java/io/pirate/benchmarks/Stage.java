package io.pirate.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All processes of a run: every topology, started when first needed, and a client for
 * either signaler, which holds for a whole process.
 */
final class Stage implements Closeable {

	private final Map<Place, List<Part>> topologies = new HashMap<>();

	private final Map<Boolean, Part> clients = new HashMap<>();

	Figures ask(Scenario scenario, double seconds) throws IOException {
		Place place = new Place(scenario.topology(), scenario.wakeup());
		List<Part> parts = this.topologies.get(place);
		if (parts == null) {
			parts = scenario.topology().start(scenario.wakeup());
			this.topologies.put(place, parts);
		}
		boolean ours = scenario.wakeup().inPeers();
		Part client = this.clients.get(ours);
		if (client == null) {
			client = Part.start(Role.CLIENT, ours);
			this.clients.put(ours, client);
		}
		return Figures.decode(client.ask(parts.get(0).endpoint(0) + " " + seconds + " " + scenario.load().encode()));
	}

	@Override
	public void close() throws IOException {
		for (Part client : this.clients.values()) {
			client.close();
		}
		for (List<Part> parts : this.topologies.values()) {
			for (Part part : parts) {
				part.close();
			}
		}
	}

	private record Place(Topology topology, Wakeup wakeup) {
	}

}
