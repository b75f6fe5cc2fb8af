package io.pirate.benchmarks.peers;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

/** Blocking unary calls over one channel. */
final class GrpcAsker implements BlockingAsker {

	private final ManagedChannel channel;

	GrpcAsker(String endpoint) {
		String[] address = endpoint.split(":");
		this.channel = NettyChannelBuilder.forAddress(address[0], Integer.parseInt(address[1])).usePlaintext().build();
	}

	@Override
	public int call(byte[] body) {
		return ClientCalls.blockingUnaryCall(this.channel, GrpcEcho.METHOD, CallOptions.DEFAULT, body).length;
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
