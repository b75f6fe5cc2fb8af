package io.pirate.contract;

import io.pirate.machine.ClientProtocol;
import io.pirate.wire.ServiceName;

/** The same promises in MDP/0.2, as its RFC has it. */
class ExclusiveMdp02ContractTest extends ExclusiveLaneContractTest {

	@Override
	ServiceName service() {
		return new ServiceName("orders");
	}

	@Override
	ClientProtocol protocol() {
		return ClientProtocol.AUTO;
	}

}
