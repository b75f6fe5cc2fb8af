package io.pirate.simulation;

import java.util.List;

import io.pirate.wire.Frames;

/** A peer that keeps no rules: connects, says something, and listens to nothing. */
final class Stranger implements Program {

	private static final long IDLE_NANOS = Long.MAX_VALUE / 4;

	private final World world;

	private final Process process;

	private final String endpoint;

	private final List<Frames> messages;

	Stranger(World world, Process process, String endpoint, List<Frames> messages) {
		this.world = world;
		this.process = process;
		this.endpoint = endpoint;
		this.messages = messages;
	}

	@Override
	public void boot(long now) {
		Plug plug = new Plug(this.process, this.endpoint, null, false, new Plug.Listener() {
			@Override
			public void connected() {
				// says what it has to say as soon as it can
			}

			@Override
			public void disconnected() {
				// does not care
			}

			@Override
			public void received(Frames frames) {
				Stranger.this.world.ledger.overheard(Stranger.this.endpoint, frames);
			}
		});
		this.world.network.connect(plug);
		for (Frames message : this.messages) {
			this.world.timeline.after(this.world.chance.between(0, this.world.plan.unitNanos()),
					() -> plug.send(message));
		}
	}

	@Override
	public void tick(long now) {
		// nothing is due
	}

	@Override
	public void settle(long now) {
		// nothing to report
	}

	@Override
	public long nextDeadline(long now) {
		return now + IDLE_NANOS;
	}

	@Override
	public void late(long nanos) {
		// does not care
	}

}
