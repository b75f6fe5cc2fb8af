package io.pirate.benchmarks.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.pirate.benchmarks.part.Station;

/** A unary method whose messages are plain bytes: gRPC without generated code. */
final class GrpcEcho {

	static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName(MethodDescriptor.generateFullMethodName("Bench", "Echo"))
		.setRequestMarshaller(new Bytes())
		.setResponseMarshaller(new Bytes())
		.build();

	private GrpcEcho() {
	}

	static void run(boolean direct) throws IOException {
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder("Bench")
				.addMethod(METHOD, ServerCalls.asyncUnaryCall((request, replies) -> {
					replies.onNext(request);
					replies.onCompleted();
				}))
				.build());
		Server server = (direct ? builder.directExecutor() : builder).build().start();
		Station.serveUntil(server::shutdownNow, "127.0.0.1:" + server.getPort());
	}

	/** Messages as they are. */
	private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try (stream) {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
