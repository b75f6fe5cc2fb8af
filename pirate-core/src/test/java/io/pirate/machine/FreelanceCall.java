package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.pirate.wire.Frames;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

import static org.assertj.core.api.Assertions.assertThat;

/** A call under a virtual clock, and how it ended. */
final class FreelanceCall implements Call {

	private final LongSupplier clock;

	private final RetryPolicy policy;

	private final Request request;

	private final long begunNanos;

	private final List<Outcome> ends = new ArrayList<>();

	FreelanceCall(LongSupplier clock, RetryPolicy policy, int number) {
		this.clock = clock;
		this.policy = policy;
		this.begunNanos = clock.getAsLong();
		this.request = Request.of(ServiceName.ANONYMOUS, Frames.ofText("call " + number));
	}

	@Override
	public Request request() {
		return this.request;
	}

	@Override
	public RetryPolicy policy() {
		return this.policy;
	}

	@Override
	public void end(Outcome outcome) {
		this.ends.add(outcome);
		assertThat(this.clock.getAsLong() - this.begunNanos).as("ends in time")
			.isLessThanOrEqualTo(this.policy.total().toNanos());
	}

	/** It ended once, with a reply, or unknown if it must not be repeated. */
	void check() {
		assertThat(this.ends).as("ends of " + this.request).hasSize(1);
		boolean answered = this.ends.get(0) instanceof Outcome.Replied replied
				&& replied.reply().status() == ReplyStatus.OK;
		boolean unknown = this.policy.atMostOnce() && this.ends.get(0) instanceof Outcome.Unknown;
		assertThat(answered || unknown).as(this.request + " " + this.ends).isTrue();
	}

}
