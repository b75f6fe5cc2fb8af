package io.pirate.benchmarks.load;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.SecurityOptions;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/** Our client without Spring. */
final class PirateAsker implements Asker {

	private final PirateClient client;

	private final ServiceName service;

	PirateAsker(String endpoint, boolean named, SecurityOptions security) {
		this.service = named ? CompactAsker.SERVICE : ServiceName.ANONYMOUS;
		this.client = new PirateClient(ClientOptions.of(endpoint.split(",")).with(security), PirateListener.NONE,
				Runnable::run);
		this.client.start();
	}

	@Override
	public Caller caller() {
		return (body) -> this.client.send(request(body), RetryPolicy.DEFAULT).body().frame(0).length;
	}

	@Override
	public Figures pipelined(Load load, long nanos) throws InterruptedException {
		byte[] body = new byte[load.bytes()];
		return Window.measure(load, nanos, () -> this.client.sendAsync(request(body), RetryPolicy.DEFAULT));
	}

	private Request request(byte[] body) {
		return Request.of(this.service, Frames.of(body));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
