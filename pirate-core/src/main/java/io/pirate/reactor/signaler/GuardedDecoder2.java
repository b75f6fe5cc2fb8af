package io.pirate.reactor.signaler;

import zmq.Msg;
import zmq.ZError;
import zmq.io.coder.v2.V2Decoder;
import zmq.msg.MsgAllocator;
import zmq.util.Errno;

/**
 * JeroMQ's decoder of ZMTP 2 and 3, that asks before it makes room for a frame. Becomes
 * {@code V2Decoder} and extends the stock one, see {@link DecoderInstallation}.
 */
public final class GuardedDecoder2 extends V2Decoder {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "V2Decoder of JeroMQ 0.6.0";

	private final ArrivingFrame frame;

	public GuardedDecoder2(Errno errno, int bufsize, long maxmsgsize, MsgAllocator allocator) {
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
