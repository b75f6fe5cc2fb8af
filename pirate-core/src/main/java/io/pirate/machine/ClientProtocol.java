package io.pirate.machine;

import io.pirate.wire.ClientDialect;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What a client speaks to named services. The anonymous service is always asked in plain
 * request-reply.
 */
public enum ClientProtocol {

	/** MDP/0.2, RFC 18: replies may come in parts, whoever the queue is. */
	AUTO(MdpVersion.V02, ClientDialect.MAJORDOMO_02, ClientDialect.MAJORDOMO_02_BARE),

	/** MDP/0.1, RFC 7: for brokers that know nothing newer. */
	MDP01(MdpVersion.V01, ClientDialect.MAJORDOMO_01, ClientDialect.MAJORDOMO_01),

	/** RFC 10: several servers and no queue between. */
	FREELANCE(null, ClientDialect.FREELANCE, ClientDialect.FREELANCE);

	private final @Nullable MdpVersion version;

	private final ClientDialect shared;

	private final ClientDialect exclusive;

	ClientProtocol(@Nullable MdpVersion version, ClientDialect shared, ClientDialect exclusive) {
		this.version = version;
		this.shared = shared;
		this.exclusive = exclusive;
	}

	/** The version in which that service is asked; {@code null} if in none. */
	@Nullable MdpVersion version(ServiceName service) {
		return service.isAnonymous() ? null : this.version;
	}

	/** The form of a request with a call frame. */
	ClientDialect shared(ServiceName service) {
		return (service.isAnonymous() && this != FREELANCE) ? ClientDialect.PLAIN : this.shared;
	}

	/**
	 * Whether a request may travel in one frame. What is too long for that is answered in
	 * MDP/0.2, which who asked for the older protocol does not read.
	 */
	boolean mayBeCompact(ServiceName service) {
		return this == AUTO || shared(service) == ClientDialect.PLAIN;
	}

	/** The form of a request without one: as the RFC has it. */
	ClientDialect exclusive(ServiceName service) {
		return service.isAnonymous() ? ClientDialect.PLAIN : this.exclusive;
	}

}
