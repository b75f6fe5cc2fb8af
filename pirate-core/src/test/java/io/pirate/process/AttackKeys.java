package io.pirate.process;

import java.util.List;

import io.pirate.CurveKeyPair;
import io.pirate.SecurityOptions;

/**
 * Who is who at a queue that is attacked.
 *
 * @param server the queue
 * @param good may do everything
 * @param hostile may call without naming a service, and nothing else
 */
record AttackKeys(CurveKeyPair server, CurveKeyPair good, CurveKeyPair hostile) {

	static AttackKeys generate() {
		return new AttackKeys(CurveKeyPair.generate(), CurveKeyPair.generate(), CurveKeyPair.generate());
	}

	/** Options of a {@link QueueProcess}. */
	List<String> ofQueue() {
		return List.of("secret=" + this.server.secretKey(), "good=" + this.good.publicKey(),
				"hostile=" + this.hostile.publicKey());
	}

	SecurityOptions ofGoodPeer() {
		return SecurityOptions.client(this.good, this.server.publicKey());
	}

}
