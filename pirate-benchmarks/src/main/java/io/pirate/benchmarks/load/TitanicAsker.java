package io.pirate.benchmarks.load;

import java.util.concurrent.CompletableFuture;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.TitanicClient;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/**
 * Leaves requests with Titanic, for a service that nobody serves: stored and
 * acknowledged, and no more.
 */
final class TitanicAsker implements Asker {

	private static final ServiceName NOBODY = new ServiceName("nobody");

	private final PirateClient client;

	private final TitanicClient titanic;

	TitanicAsker(String endpoint) {
		this.client = new PirateClient(ClientOptions.of(endpoint), PirateListener.NONE, Runnable::run);
		this.client.start();
		this.titanic = new TitanicClient(() -> this.client);
	}

	@Override
	public Caller caller() {
		return (body) -> {
			this.titanic.submit(request(body));
			return body.length;
		};
	}

	@Override
	public Figures pipelined(Load load, long nanos) throws InterruptedException {
		byte[] body = new byte[load.bytes()];
		return Window.measure(load, nanos, () -> {
			CompletableFuture<?> stored = this.titanic.submitAsync(request(body));
			return stored;
		});
	}

	private static Request request(byte[] body) {
		return Request.of(NOBODY, Frames.of(body));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
