package io.pirate.contract;

import java.util.function.Consumer;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.machine.FreelancePolicy;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/** The same promises in RFC 10, of servers that know no pings. */
class FreelanceContractTest extends LaneContract {

	@Override
	Lane lane() {
		return Lane.SHARED;
	}

	@Override
	ClientOptions spoken(ClientOptions options) {
		return options.with(new FreelancePolicy(strategy(), true));
	}

	FreelancePolicy.Strategy strategy() {
		return FreelancePolicy.Strategy.FAILOVER;
	}

	@Override
	ScriptedServer server(String bind, Consumer<ScriptedServer.Received> script) {
		return ScriptedServer.freelance(bind, script);
	}

	/** Clients know a server by the address they connect to. */
	@Override
	String anyEndpoint() {
		return freeEndpoint();
	}

	@Override
	void fail(ScriptedServer.Received request, String code, String reason) {
		Reply failure = Reply.failure(ReplyStatus.ERROR, code, reason);
		byte[] control = request.envelope().frame(0);
		CallFrame call = (CallFrame) CallFrame.decodeRequest(control);
		request.send(Frames.of(control, failure.toCallFrame(call.origin(), call.number()).end().encode()),
				failure.body());
	}

}
