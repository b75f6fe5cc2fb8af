package io.pirate.spring.dedup;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pirate.dedup.CallKey;
import io.pirate.dedup.Claim;
import io.pirate.dedup.KeptReply;
import io.pirate.dedup.ReplyMemory;

/**
 * Keeps replies in this process, bounded in time and bytes. It is gone with the process:
 * a call that comes again after that runs again. Safe for use by many threads.
 */
public final class CaffeineReplyMemory implements ReplyMemory {

	private final Cache<CallKey, KeptReply> replies;

	/**
	 * An empty memory.
	 * @param keep how long replies are kept
	 * @param maxBytes most bytes of them, roughly; then the least used go
	 */
	public CaffeineReplyMemory(Duration keep, long maxBytes) {
		this.replies = Caffeine.newBuilder()
			.expireAfterWrite(keep)
			.maximumWeight(maxBytes)
			.weigher((CallKey call, KeptReply reply) -> reply.weight())
			.build();
	}

	@Override
	public Claim claim(CallKey call) {
		KeptReply kept = this.replies.getIfPresent(call);
		return (kept != null) ? new Claim.Known(kept) : Claim.Granted.INSTANCE;
	}

	@Override
	public void keep(CallKey call, KeptReply reply) {
		this.replies.put(call, reply);
	}

	@Override
	public void release(CallKey call) {
	}

}
