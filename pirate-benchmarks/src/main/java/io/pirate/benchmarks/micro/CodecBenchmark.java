package io.pirate.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.pirate.wire.AddressFrame;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.CompactMessage;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames to records and back, a 64-byte body in each message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

	private final ServiceName service = new ServiceName("echo");

	private final Frames body = Frames.of("x".repeat(64).getBytes(StandardCharsets.US_ASCII));

	private final CallFrame call = CallFrame.build(1, 2)
		.number(Property.ATTEMPT, 1)
		.number(Property.BUDGET, 2500)
		.end();

	private final byte[] callFrame = this.call.encode();

	private final Envelope plain = new Envelope(Frames.NONE, this.call);

	private final Envelope majordomo = this.plain.as(ClientDialect.MAJORDOMO_02);

	private final Frames plainRequest = ClientCodec.encodeRequest(this.plain, ServiceName.ANONYMOUS, this.body);

	private final Frames majordomoRequest = ClientCodec.encodeRequest(this.majordomo, this.service, this.body);

	private final byte[] compact = CompactCodec.encode(this.call, this.body);

	private final WorkerCommand paranoidReply = new WorkerCommand.Reply(WorkerDialect.PARANOID,
			Frames.of(this.callFrame), this.body);

	private final WorkerCommand majordomoReply = new WorkerCommand.Reply(WorkerDialect.MAJORDOMO_02,
			Frames.of(this.callFrame), this.body);

	private final Frames paranoidMessage = WorkerCodec.encode(this.paranoidReply);

	private final Frames majordomoMessage = WorkerCodec.encode(this.majordomoReply);

	@Benchmark
	public AddressFrame callFrameDecode() {
		return CallFrame.decodeRequest(this.callFrame);
	}

	@Benchmark
	public byte[] callFrameEncode() {
		return this.call.toReply(3, 4).encode();
	}

	@Benchmark
	public ClientRequest plainDecode() {
		return ClientCodec.decodeRequest(this.plainRequest);
	}

	@Benchmark
	public Frames plainEncode() {
		return ClientCodec.encodeRequest(this.plain, ServiceName.ANONYMOUS, this.body);
	}

	@Benchmark
	public WorkerCommand pppDecode() {
		return WorkerCodec.decodeWorker(this.paranoidMessage);
	}

	@Benchmark
	public Frames pppEncode() {
		return WorkerCodec.encode(this.paranoidReply);
	}

	@Benchmark
	public ClientRequest mdpClientDecode() {
		return ClientCodec.decodeRequest(this.majordomoRequest);
	}

	@Benchmark
	public Frames mdpClientEncode() {
		return ClientCodec.encodeRequest(this.majordomo, this.service, this.body);
	}

	@Benchmark
	public WorkerCommand mdpWorkerDecode() {
		return WorkerCodec.decodeWorker(this.majordomoMessage);
	}

	@Benchmark
	public Frames mdpWorkerEncode() {
		return WorkerCodec.encode(this.majordomoReply);
	}

	@Benchmark
	public CompactMessage compactDecode() {
		return CompactCodec.decodeRequest(this.compact);
	}

	@Benchmark
	public byte[] compactEncode() {
		return CompactCodec.encode(this.call, this.body);
	}

}
