package io.pirate.autoconfigure;

import io.pirate.BinaryStarOptions;
import io.pirate.autoconfigure.BinaryStarProperties.Arbiter;
import io.pirate.machine.HeartbeatPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What the properties say about a pair of queues, judged.
 *
 * @param star the properties
 * @param check knows the properties' names
 */
record BinaryStarMapper(BinaryStarProperties star, PropertyCheck check) {

	private static final String LOCKS = "org.springframework.integration.support.locks.RenewableLockRegistry";

	BinaryStarMapper(BinaryStarProperties star) {
		this(star, new PropertyCheck("pirate.binary-star"));
	}

	/** How the embedded queue is one of a pair, or {@code null} if it is not. */
	@Nullable BinaryStarOptions options() {
		if (!this.star.enabled()) {
			return null;
		}
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				this.check.positive("heartbeat-interval", this.star.heartbeatInterval()),
				this.check.atLeast("liveness", this.star.liveness(), 1));
		if (this.star.arbiter() == Arbiter.LOCK_REGISTRY) {
			return arbitrated();
		}
		String bind = this.check.bindAddress("bind", required("bind", this.star.bind(), "tcp://0.0.0.0:5557"));
		String peer = this.check.connectAddress("peer",
				required("peer", this.star.peer(), "tcp://<the other queue's host>:5557"));
		if (bind.equals(peer)) {
			throw this.check.wrong("peer", peer, "is this queue's own address",
					"Name the address at which the other queue of the pair is bound.");
		}
		return new BinaryStarOptions(this.star.role(), bind, peer, heartbeat,
				this.check.positiveOrNull("failback-after", this.star.failbackAfter()));
	}

	private BinaryStarOptions arbitrated() {
		unused("bind", this.star.bind());
		unused("peer", this.star.peer());
		unused("failback-after", this.star.failbackAfter());
		this.check.positive("lock-ttl", this.star.lockTtl());
		if (this.star.lockTtl().toMillis() < 100) {
			throw this.check.wrong("lock-ttl", this.star.lockTtl(), "must be at least 100ms",
					"Set it to a few seconds, such as 10s.");
		}
		if (this.star.lockKey().isBlank()) {
			throw this.check.wrong("lock-key", this.star.lockKey(), "is no name",
					"Set it to a name that only the two queues of this pair use.");
		}
		if (!ClassUtils.isPresent(LOCKS, null)) {
			throw this.check.wrong("arbiter", this.star.arbiter(), "needs Spring Integration's lock registries",
					"Add spring-integration-jdbc or spring-integration-redis, and a lock registry bean.");
		}
		return BinaryStarOptions.arbitrated(this.star.role());
	}

	private String required(String name, @Nullable String value, String example) {
		if (value == null) {
			throw this.check.wrong(name, "(not set)", "is needed by a pair of queues that watch each other",
					"Set it to an address such as " + example + ", or set pirate.binary-star.arbiter=lock-registry.");
		}
		return value;
	}

	private void unused(String name, @Nullable Object value) {
		if (value != null) {
			throw this.check.wrong(name, value, "means nothing with arbiter=lock-registry", "Remove the property.");
		}
	}

}
