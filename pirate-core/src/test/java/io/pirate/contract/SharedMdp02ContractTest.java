package io.pirate.contract;

import io.pirate.machine.ClientProtocol;
import io.pirate.wire.ServiceName;

/** The same promises in MDP/0.2, behind a call frame. */
class SharedMdp02ContractTest extends SharedLaneContractTest {

	@Override
	ServiceName service() {
		return new ServiceName("orders");
	}

	@Override
	ClientProtocol protocol() {
		return ClientProtocol.AUTO;
	}

}
