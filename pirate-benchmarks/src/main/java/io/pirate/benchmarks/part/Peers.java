package io.pirate.benchmarks.part;

import java.util.List;

import io.pirate.benchmarks.load.Asker;
import io.pirate.benchmarks.load.Load;

/**
 * What a user might take instead. The only implementation is compiled with the profile
 * {@code peers}, so that nobody else needs their libraries.
 */
public interface Peers {

	/**
	 * Plays a part of one of them until standard input ends.
	 * @param arguments which part, and what it needs to know
	 * @throws Exception if it cannot
	 */
	void serve(List<String> arguments) throws Exception;

	/**
	 * A client of one of them.
	 * @param kind which
	 * @param endpoint whom to ask
	 * @return the client
	 */
	Asker asker(Load.Kind kind, String endpoint);

	/**
	 * Whether they can be loaded. Classes of an earlier build may be left without their
	 * libraries.
	 * @return true after a build with the profile {@code peers}
	 */
	static boolean areCompiled() {
		return Peers.class.getResource("/io/pirate/benchmarks/peers/AllPeers.class") != null
				&& Peers.class.getResource("/io/grpc/MethodDescriptor.class") != null;
	}

	static Peers load() {
		try {
			return Class.forName("io.pirate.benchmarks.peers.AllPeers")
				.asSubclass(Peers.class)
				.getDeclaredConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("built without peers: ./mvnw -q -DskipTests -Ppeers package", ex);
		}
	}

}
