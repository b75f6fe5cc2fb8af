package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** A worker's links, one for each queue that is wanted, and those that are leaving. */
final class QueueLinks {

	static final String NOT_WANTED = "the worker leaves this queue";

	private final List<QueueLink> links = new ArrayList<>();

	private final LinkSource source;

	private final Workbench bench;

	private final Deadlines alarms;

	private final WorkerSettings settings;

	private int lastNumber = -1;

	QueueLinks(LinkSource source, Workbench bench, Deadlines alarms, WorkerSettings settings) {
		this.source = source;
		this.bench = bench;
		this.alarms = alarms;
		this.settings = settings;
	}

	/** Makes a closed link; its number is never used twice. */
	interface LinkSource {

		QueueLink create(int number, String endpoint);

	}

	/**
	 * From now on these are the queues. Others are served for the drain timeout, for
	 * their clients may hear of it later, and what they ask there has nowhere else to go.
	 * @return the links that are new, closed yet
	 */
	List<QueueLink> want(List<String> endpoints, long now) {
		List<QueueLink> fresh = new ArrayList<>();
		for (QueueLink link : this.links) {
			if (!endpoints.contains(link.endpoint())) {
				link.dismiss();
			}
		}
		for (String endpoint : endpoints) {
			if (!isWanted(endpoint)) {
				QueueLink link = this.source.create(++this.lastNumber, endpoint);
				this.links.add(link);
				fresh.add(link);
			}
		}
		this.bench.queues(this.links.size());
		return fresh;
	}

	private boolean isWanted(String endpoint) {
		return this.links.stream().anyMatch((link) -> !link.isDismissed() && link.endpoint().equals(endpoint));
	}

	/** Lets those go that are not wanted any more, once they have nothing in hand. */
	void settle(long now) {
		for (int i = this.links.size() - 1; i >= 0; i--) {
			if (this.links.get(i).isDismissed()) {
				settle(this.links.get(i), now);
			}
		}
	}

	/** The pulse goes on until nothing is in hand, then a quiet end. */
	private void settle(QueueLink link, long now) {
		if (!link.isRegistered()) {
			link.close();
			this.links.remove(link);
			this.bench.queues(this.links.size());
		}
		else if (link.isLeaving() && this.bench.hasAnyOf(link)) {
			this.alarms.clear(link.quiet);
			link.pulse(now);
		}
		else if (!link.quiet.isSet() && link.isLeaving()) {
			link.farewell();
			this.alarms.set(link.quiet, now + this.settings.heartbeat().allowanceNanos());
		}
		else if (!link.quiet.isSet()) {
			this.alarms.set(link.quiet, now + this.settings.drainTimeout().toNanos());
		}
	}

	/** The time of a dismissed link is over: it begins to leave, or may go. */
	boolean mayGo(QueueLink link, long now) {
		if (link.isLeaving()) {
			return true;
		}
		link.beginToLeave();
		this.bench.returnWaiting((lease) -> lease.link() == link && lease.isOurs(), NOT_WANTED, now);
		return false;
	}

	@Nullable QueueLink get(int number) {
		for (QueueLink link : this.links) {
			if (link.number() == number) {
				return link;
			}
		}
		return null;
	}

	void forEach(Consumer<QueueLink> action) {
		this.links.forEach(action);
	}

	List<QueueLink> all() {
		return this.links;
	}

}
