package io.pirate.reactor.signaler;

import zmq.Msg;
import zmq.ZError;
import zmq.io.coder.v1.V1Decoder;
import zmq.msg.MsgAllocator;
import zmq.util.Errno;

/**
 * JeroMQ's decoder of ZMTP 1, which greetings of old peers ask for, that asks before it
 * makes room for a frame. Becomes {@code V1Decoder} and extends the stock one, see
 * {@link DecoderInstallation}.
 */
public final class GuardedDecoder1 extends V1Decoder {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "V1Decoder of JeroMQ 0.6.0";

	private final ArrivingFrame frame;

	public GuardedDecoder1(Errno errno, int bufsize, long maxmsgsize, MsgAllocator allocator) {
		super(errno, bufsize, maxmsgsize, allocator);
		this.frame = new ArrivingFrame(allocator);
	}

	@Override
	protected Msg allocate(int size) {
		return super.allocate(this.frame.begin(size));
	}

	/** Only such a size can be too much. */
	@Override
	protected Step.Result eightByteSizeReady() {
		Step.Result result = super.eightByteSizeReady();
		if (!this.frame.isRefused()) {
			return result;
		}
		errno(ZError.EMSGSIZE);
		return Step.Result.ERROR;
	}

	@Override
	protected Step.Result messageReady() {
		this.frame.end();
		return super.messageReady();
	}

	@Override
	public void destroy() {
		this.frame.end();
		super.destroy();
	}

}
