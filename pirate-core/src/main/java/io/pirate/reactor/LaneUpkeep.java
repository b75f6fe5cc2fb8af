package io.pirate.reactor;

/** The reactor looks after the direct lane while nobody drives it. */
record LaneUpkeep(DirectLane lane) implements Node {

	private static final long INTERVAL_NANOS = 1_000_000_000L;

	@Override
	public void open(Loop loop) {
	}

	@Override
	public boolean drain(long now) {
		return false;
	}

	@Override
	public void tick(long now) {
		this.lane.upkeep(now);
	}

	@Override
	public void late(long nanos) {
	}

	@Override
	public long nextDeadline(long now) {
		return now + INTERVAL_NANOS;
	}

	@Override
	public void close() {
	}

}
