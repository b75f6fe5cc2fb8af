package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer may ask what it asks; looked at before anything else is. A call belongs
 * to the peer that made it: whoever repeats it, or grants it credit, must be the same.
 */
final class Admission {

	private final CallMemory memory;

	private final Denials denials;

	Admission(CallMemory memory, Denials denials) {
		this.memory = memory;
		this.denials = denials;
	}

	/** Why a request is not even looked at, or {@code null}. */
	@Nullable Rejection judge(Peer peer, @Nullable CallFrame call, ServiceName service, Frames body, long now) {
		// a word about a call that it has forgotten names no service, and begins nothing
		boolean nameless = call != null && call.isControl() && service.isAnonymous();
		if (!nameless && !peer.mayCall(service)) {
			this.denials.call(peer, service, now);
			return Rejection.DENIED;
		}
		ServiceName stored = service.equals(TspCodec.REQUEST) ? ServiceName.decode(body.frame(0)) : null;
		if (stored != null && !peer.mayCall(stored)) {
			// a Titanic asks in its own name: what is stored was allowed
			this.denials.call(peer, stored, now);
			return Rejection.DENIED;
		}
		return (call != null && !this.memory.isOwn(call, peer)) ? Rejection.MISMATCH : null;
	}

}
