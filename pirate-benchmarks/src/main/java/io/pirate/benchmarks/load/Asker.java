package io.pirate.benchmarks.load;

import io.pirate.SecurityOptions;
import io.pirate.benchmarks.part.Peers;

/** One way of asking an endpoint. */
public interface Asker extends AutoCloseable {

	/**
	 * Something that asks and waits; used by one thread.
	 * @return a caller
	 */
	Caller caller();

	/**
	 * Keeps a window of requests open, or asks at a rate.
	 * @param load the window and the body
	 * @param nanos how long
	 * @return what it gave
	 * @throws Exception if a request fails
	 */
	Figures pipelined(Load load, long nanos) throws Exception;

	@Override
	void close();

	/**
	 * Connects, as far as that can be done before anything is measured.
	 * @param load what will be measured
	 */
	default void prepare(Load load) {
	}

	/**
	 * Asks for a while.
	 * @param load how
	 * @param nanos how long
	 * @return what it gave
	 * @throws Exception if a request fails
	 */
	default Figures measure(Load load, long nanos) throws Exception {
		return (load.callers() > 0) ? Callers.measure(this, load, nanos) : pipelined(load, nanos);
	}

	/**
	 * Connects.
	 * @param kind by what
	 * @param endpoint whom to ask
	 * @return the asker
	 */
	static Asker of(Load.Kind kind, String endpoint) {
		return switch (kind) {
			case REQ, DEALER, BODY, CURVE_BODY, CONNECT, CURVE_CONNECT -> new RawAsker(endpoint, kind);
			case COMPACT, COMPACT_NAMED -> new CompactAsker(endpoint, kind == Load.Kind.COMPACT_NAMED);
			case CLIENT, CLIENT_NAMED ->
				new PirateAsker(endpoint, kind == Load.Kind.CLIENT_NAMED, SecurityOptions.NONE);
			case CURVE_CLIENT -> new PirateAsker(endpoint, false, CurveKeys.asking());
			case SUBMIT -> new TitanicAsker(endpoint);
			case DISK -> new DiskAsker(endpoint);
			case TEMPLATE -> new TemplateAsker(endpoint);
			case RABBIT, NATS, GRPC -> Peers.load().asker(kind, endpoint);
		};
	}

	/** A blocking request. */
	@FunctionalInterface
	interface Caller {

		/**
		 * Asks and waits.
		 * @param body the request
		 * @return the size of the reply
		 * @throws Exception if there is none
		 */
		int call(byte[] body) throws Exception;

	}

}
