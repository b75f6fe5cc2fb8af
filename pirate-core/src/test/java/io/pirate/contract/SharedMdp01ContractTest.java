package io.pirate.contract;

import io.pirate.machine.ClientProtocol;
import io.pirate.wire.ServiceName;

/** The same promises in MDP/0.1, behind a call frame. */
class SharedMdp01ContractTest extends SharedLaneContractTest {

	@Override
	ServiceName service() {
		return new ServiceName("orders");
	}

	@Override
	ClientProtocol protocol() {
		return ClientProtocol.MDP01;
	}

}
