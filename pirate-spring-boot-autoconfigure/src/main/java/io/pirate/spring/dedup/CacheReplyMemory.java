package io.pirate.spring.dedup;

import io.pirate.dedup.CallKey;
import io.pirate.dedup.Claim;
import io.pirate.dedup.KeptReply;
import io.pirate.dedup.ReplyMemory;

import org.springframework.cache.Cache;

/**
 * Keeps replies in a cache of Spring, as texts and bytes that any cache can store. How
 * long and how many is the cache's affair. A cache knows no leases: two processes that
 * get the same call at the same time both run it. Safe for use by many threads.
 */
public final class CacheReplyMemory implements ReplyMemory {

	private final Cache cache;

	/**
	 * A memory in a cache.
	 * @param cache used for nothing else
	 */
	public CacheReplyMemory(Cache cache) {
		this.cache = cache;
	}

	@Override
	public Claim claim(CallKey call) {
		byte[] bytes = this.cache.get(key(call), byte[].class);
		KeptReply kept = (bytes != null) ? KeptReply.decode(bytes) : null;
		return (kept != null) ? new Claim.Known(kept) : Claim.Granted.INSTANCE;
	}

	@Override
	public void keep(CallKey call, KeptReply reply) {
		this.cache.put(key(call), reply.encode());
	}

	@Override
	public void release(CallKey call) {
	}

	/** A service's name contains no control character. */
	private static String key(CallKey call) {
		return call.service().text() + '\n' + call.key();
	}

}
