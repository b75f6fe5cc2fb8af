package io.pirate.contract;

import io.pirate.Lane;
import io.pirate.wire.Frames;

class ExclusiveLaneContractTest extends LaneContract {

	@Override
	Lane lane() {
		return Lane.EXCLUSIVE;
	}

	@Override
	void fail(ScriptedServer.Received request, String code, String reason) {
		request.reply(Frames.ofText("ERROR " + code + " " + reason));
	}

}
