package io.pirate.machine;

/** A stored request while one instance has taken it. */
final class HeldRequest {

	/** Where it is. */
	enum Place {

		/** To be given out. */
		READY,

		/** Given out. */
		RUNNING,

		/** Given out in vain; its pause is not over. */
		PAUSING,

		/** Its end, or its failure, is on its way to the disk. */
		SETTLING

	}

	final TitanicDesk desk;

	final Deadline pause;

	TitanicRequest request;

	Place place = Place.READY;

	/** Closed while it was given out: the queue was asked for it. */
	boolean recalled;

	HeldRequest(TitanicDesk desk, TitanicRequest request) {
		this.desk = desk;
		this.request = request;
		this.pause = new Deadline((now) -> desk.onPauseOver(this, now));
	}

	/** Whether a worker may have it. */
	boolean isInHand() {
		return this.place == Place.RUNNING || this.place == Place.SETTLING;
	}

}
