package io.pirate.benchmarks.stage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.part.Role;
import io.pirate.benchmarks.part.Usage;

/**
 * All processes of a group: every setup, started when first needed, and a client for each
 * choice of JeroMQ's classes, which holds for a whole process.
 */
public final class Stage implements Closeable {

	private static final int FIGURES = 6;

	private final Map<Setup, List<Part>> setups = new HashMap<>();

	private final Map<List<String>, Part> clients = new HashMap<>();

	private final int clientHeap;

	/**
	 * An empty stage.
	 * @param clientHeap megabytes of a client's heap
	 */
	public Stage(int clientHeap) {
		this.clientHeap = clientHeap;
	}

	/**
	 * Measures once.
	 * @param setup whom to ask
	 * @param load how
	 * @param seconds how long
	 * @return figures and cost
	 * @throws IOException if a process ended
	 */
	public Sample ask(Setup setup, Load load, double seconds) throws IOException {
		List<Part> parts = parts(setup);
		Part client = client(setup);
		client.ask("open " + parts.get(0).endpoint(0) + " " + load.encode());
		Usage[] before = usages(parts);
		String[] words = client.ask("go " + seconds).split(" ");
		Usage[] after = usages(parts);
		client.ask("close");
		Usage all = Usage.decode(String.join(" ", Arrays.asList(words).subList(FIGURES, FIGURES + 2)));
		for (int i = 0; i < before.length; i++) {
			all = all.plus(after[i].since(before[i]));
		}
		return new Sample(Figures.decode(words), after[0].since(before[0]), all);
	}

	/**
	 * The processes of a setup.
	 * @param setup which
	 * @return they run; clients connect to the first one
	 * @throws IOException if one does not start
	 */
	public List<Part> parts(Setup setup) throws IOException {
		List<Part> parts = this.setups.get(setup);
		if (parts == null) {
			parts = setup.start();
			this.setups.put(setup, parts);
		}
		return parts;
	}

	/**
	 * The process that asks.
	 * @param setup whom
	 * @return it runs
	 * @throws IOException if it does not start
	 */
	public Part client(Setup setup) throws IOException {
		List<String> properties = setup.wakeup().inPeers();
		Part client = this.clients.get(properties);
		if (client == null) {
			client = Part.start(Role.CLIENT, properties, this.clientHeap);
			this.clients.put(properties, client);
		}
		return client;
	}

	/**
	 * Ends what a failure has left in an unknown state; it is started again when needed.
	 * @param setup whose processes
	 * @throws IOException never, but for interrupts
	 */
	public void discard(Setup setup) throws IOException {
		Part client = this.clients.remove(setup.wakeup().inPeers());
		if (client != null) {
			client.close();
		}
		List<Part> parts = this.setups.remove(setup);
		if (parts != null) {
			close(parts);
		}
	}

	private static Usage[] usages(List<Part> parts) throws IOException {
		Usage[] usages = new Usage[parts.size()];
		for (int i = 0; i < usages.length; i++) {
			usages[i] = parts.get(i).usage();
		}
		return usages;
	}

	@Override
	public void close() throws IOException {
		for (Part client : this.clients.values()) {
			client.close();
		}
		for (List<Part> parts : this.setups.values()) {
			close(parts);
		}
	}

	/** Workers before what they are registered with. */
	private static void close(List<Part> parts) throws IOException {
		for (int i = parts.size() - 1; i >= 0; i--) {
			parts.get(i).close();
		}
	}

}
