package io.pirate.reactor.signaler;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.Msg;
import zmq.ZError;
import zmq.io.coder.IDecoder.Step;
import zmq.msg.MsgAllocator;
import zmq.util.Errno;
import zmq.util.ValueReference;

import static org.assertj.core.api.Assertions.assertThat;

/** What JeroMQ's engine relies on, driven as it drives them. */
class FrameCoderTest {

	private static final int BATCH = 8192;

	private static final int MESSAGES = 400;

	/** Sizes at which something changes. */
	private static final int[] EDGES = { 0, 1, 255, 256, BATCH - 9, BATCH - 2, BATCH, BATCH + 1, 3 * BATCH, 70_000,
			300_000 };

	private final Errno errno = new Errno();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void writesWhatTheProtocolSays(long seed) {
		List<Msg> messages = messages(new Random(seed));
		FrameEncoder encoder = new FrameEncoder(this.errno, BATCH);
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		int next = 0;
		int batch;
		do {
			ValueReference<ByteBuffer> out = new ValueReference<>();
			batch = encoder.encode(out, 0);
			while (batch < BATCH && next < messages.size()) {
				encoder.loadMsg(messages.get(next++));
				int more = encoder.encode(out, BATCH - batch);
				assertThat(more).isPositive();
				batch += more;
			}
			encoder.encoded();
			if (batch > 0) {
				byte[] bytes = new byte[batch];
				out.get().get(bytes);
				assertThat(out.get().hasRemaining()).isFalse();
				written.writeBytes(bytes);
			}
		}
		while (batch > 0);
		assertThat(next).isEqualTo(messages.size());
		assertThat(written.toByteArray()).isEqualTo(stream(messages));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void readsWhateverThePiecesAre(long seed) {
		Random random = new Random(seed);
		List<Msg> messages = messages(random);
		ByteBuffer stream = ByteBuffer.wrap(stream(messages));
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1, (size) -> allocated(random, size));
		ValueReference<Integer> processed = new ValueReference<>(0);
		int next = 0;
		while (stream.hasRemaining()) {
			ByteBuffer in = read(stream, decoder.getBuffer(), random);
			int left = in.remaining();
			while (left > 0) {
				Step.Result result = decoder.decode(in, left, processed);
				left -= processed.get();
				if (result == Step.Result.DECODED) {
					assertSame(decoder.msg(), messages.get(next++));
				}
				else {
					assertThat(result).isEqualTo(Step.Result.MORE_DATA);
					assertThat(left).isZero();
				}
			}
		}
		assertThat(next).isEqualTo(messages.size());
	}

	@Test
	void whatIsTooLargeEndsIt() {
		assertThat(decode(100, 2, 0, 0, 0, 0, 0, 0, 0, 101)).isEqualTo(Step.Result.ERROR);
		assertThat(this.errno.get()).isEqualTo(ZError.EMSGSIZE);
		assertThat(decode(100, 0, 101)).isEqualTo(Step.Result.ERROR);
		assertThat(decode(100, 0, 100)).isEqualTo(Step.Result.MORE_DATA);
		assertThat(decode(-1, 2, 0, 0, 0, 1, 0, 0, 0, 0)).as("2^32").isEqualTo(Step.Result.ERROR);
		assertThat(decode(-1, 2, 0x80, 0, 0, 0, 0, 0, 0, 1)).as("2^63 + 1").isEqualTo(Step.Result.ERROR);
	}

	/** A frame that took nothing of what had been read would be read for ever. */
	@Test
	void anEmptyFrameIsOneToo() {
		ValueReference<Integer> processed = new ValueReference<>(0);
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1, Msg::new);
		ByteBuffer in = ByteBuffer.wrap(new byte[] { 1, 0, 4, 0 });
		assertThat(decoder.decode(in, 4, processed)).isEqualTo(Step.Result.DECODED);
		assertThat(processed.get()).isEqualTo(2);
		assertThat(decoder.msg().hasMore()).isTrue();
		assertThat(decoder.decode(in, 2, processed)).isEqualTo(Step.Result.DECODED);
		assertThat(decoder.msg().isCommand()).isTrue();
		assertThat(decoder.msg().hasMore()).isFalse();
	}

	/** JeroMQ answers each, and those that are read together need but one answer. */
	@Test
	void ofPingsThatAreReadTogetherOneRemains() {
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1, Msg::new);
		byte[] pings = stream(List.of(ping(), ping(), data(), ping()));
		assertThat(read(decoder, pings)).containsExactly("\4PING\0\0", "\4PONG\0\0", "\4PING\0\0", "\4PONG\0\0");
		assertThat(read(decoder, pings)).first().isEqualTo("\4PING\0\0");
	}

	/** Only those who count are told of frames, and not of small ones. */
	@Test
	void tellsHowManyFramesCameBefore() {
		Counting counting = new Counting();
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1, counting);
		List<Msg> messages = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			messages.add(new Msg((i % 100 == 1) ? 5000 : 1));
		}
		decodeAll(decoder, stream(messages));
		assertThat(counting.asked).containsExactly(1, 100, 100);
	}

	private static Msg ping() {
		Msg ping = data();
		ping.setFlags(Msg.COMMAND);
		return ping;
	}

	private static Msg data() {
		return new Msg("\4PING\0\0".getBytes(StandardCharsets.US_ASCII));
	}

	private static List<String> read(FrameDecoder decoder, byte[] bytes) {
		List<String> read = new ArrayList<>();
		ValueReference<Integer> processed = new ValueReference<>(0);
		ByteBuffer in = decoder.getBuffer().put(bytes).flip();
		for (int left = bytes.length; left > 0; left -= processed.get()) {
			assertThat(decoder.decode(in, left, processed)).isEqualTo(Step.Result.DECODED);
			read.add(new String(decoder.msg().data(), StandardCharsets.US_ASCII));
		}
		return read;
	}

	private static final class Counting implements MsgAllocator, IntBinaryOperator {

		private final List<Integer> asked = new ArrayList<>();

		@Override
		public Msg allocate(int size) {
			return new Msg(size);
		}

		@Override
		public int applyAsInt(int before, int bytes) {
			if (bytes > 0) {
				this.asked.add(before);
			}
			return bytes;
		}

	}

	private Step.Result decode(long most, int... bytes) {
		byte[] in = new byte[bytes.length];
		for (int i = 0; i < in.length; i++) {
			in[i] = (byte) bytes[i];
		}
		this.errno.set(0);
		return new FrameDecoder(this.errno, BATCH, most, Msg::new).decode(ByteBuffer.wrap(in), in.length,
				new ValueReference<>(0));
	}

	private static List<Msg> messages(Random random) {
		List<Msg> messages = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			byte[] body = new byte[(random.nextInt(8) > 0) ? random.nextInt(300) : EDGES[random.nextInt(EDGES.length)]];
			random.nextBytes(body);
			Msg message = (random.nextInt(8) > 0) ? new Msg(body) : new Msg(direct(body));
			if (random.nextBoolean()) {
				message.setFlags(Msg.MORE);
			}
			else if (random.nextInt(10) == 0) {
				message.setFlags(Msg.COMMAND);
			}
			messages.add(message);
		}
		return messages;
	}

	/** As RFC 23 has it. */
	private static byte[] stream(List<Msg> messages) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (Msg message : messages) {
			int flags = (message.hasMore() ? 1 : 0) + (message.isCommand() ? 4 : 0);
			if (message.size() > 255) {
				out.write(flags + 2);
				out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(message.size()).array());
			}
			else {
				out.write(flags);
				out.write(message.size());
			}
			out.writeBytes(message.data());
		}
		return out.toByteArray();
	}

	@Test
	void tellsHowMuchOfAFrameHasCome() {
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1, Msg::new);
		Msg large = new Msg(300_000);
		List<Integer> told = new ArrayList<>();
		decoder.accept((array, come) -> {
			assertThat(array).isSameAs(decoder.msg().data());
			told.add(come);
		});
		decodeAll(decoder, stream(List.of(new Msg(100), large)));
		assertThat(told).isSorted().hasSizeBetween(5, 6).allMatch((come) -> come > 0 && come < large.size());
	}

	/** A message gives its reader a copy of it then, which nobody has been told of. */
	@Test
	void doesNotTellOfAnArrayThatIsLongerThanItsFrame() {
		FrameDecoder decoder = new FrameDecoder(this.errno, BATCH, -1,
				(size) -> new Msg(ByteBuffer.allocate(size + 1).limit(size)));
		List<Integer> told = new ArrayList<>();
		decoder.accept((array, come) -> told.add(come));
		decodeAll(decoder, stream(List.of(new Msg(300_000))));
		assertThat(decoder.msg().size()).isEqualTo(300_000);
		assertThat(told).isEmpty();
	}

	private static void decodeAll(FrameDecoder decoder, byte[] bytes) {
		ByteBuffer stream = ByteBuffer.wrap(bytes);
		ValueReference<Integer> processed = new ValueReference<>(0);
		while (stream.hasRemaining()) {
			ByteBuffer buffer = decoder.getBuffer();
			ByteBuffer in = read(stream, buffer, buffer.remaining());
			for (int left = in.remaining(); left > 0; left -= processed.get()) {
				assertThat(decoder.decode(in, left, processed)).isNotEqualTo(Step.Result.ERROR);
			}
		}
	}

	private static ByteBuffer read(ByteBuffer stream, ByteBuffer in, Random random) {
		return read(stream, in, random.nextBoolean() ? 1 + random.nextInt(20) : Integer.MAX_VALUE);
	}

	private static ByteBuffer read(ByteBuffer stream, ByteBuffer in, int some) {
		int count = Math.min(some, Math.min(stream.remaining(), in.remaining()));
		int before = in.position();
		in.put(stream.slice(stream.position(), count));
		stream.position(stream.position() + count);
		// what the engine calls a flip: what was there before is no data
		ByteBuffer read = in.flip();
		return read.position(before);
	}

	private static Msg allocated(Random random, int size) {
		return random.nextBoolean() ? new Msg(size) : new Msg(ByteBuffer.allocateDirect(size));
	}

	private static ByteBuffer direct(byte[] bytes) {
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

	private static void assertSame(Msg actual, Msg expected) {
		assertThat(Arrays.equals(actual.data(), expected.data())).isTrue();
		assertThat(actual.hasMore()).isEqualTo(expected.hasMore());
		assertThat(actual.isCommand()).isEqualTo(expected.isCommand());
	}

}
