package io.pirate.machine;

import java.util.List;
import java.util.StringJoiner;

import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;

/**
 * The Majordomo Management Interface, RFC 8: {@code mmi.service} says whether a service
 * has a live worker. {@code mmi.services} and {@code mmi.workers} are our own and answer
 * in JSON.
 */
final class MmiResponder {

	/** Names that begin so are the queue's own. */
	private static final String PREFIX = "mmi.";

	/** RFC 8: there is one. */
	private static final String FOUND = "200";

	/** RFC 8: there is none. */
	private static final String NOT_FOUND = "404";

	/** RFC 8: the queue cannot tell. */
	private static final String NOT_IMPLEMENTED = "501";

	/** Most entries of a list: a frame must not get too long. */
	private static final int MOST_LISTED = 1000;

	private final Services services;

	private final Workforce workforce;

	private final MmiList serviceList = new MmiList(this::addServices);

	private final MmiList workerList = new MmiList(this::addWorkers);

	MmiResponder(Services services, Workforce workforce) {
		this.services = services;
		this.workforce = workforce;
	}

	Frames answer(ServiceName asked, Frames body, long now) {
		return switch (asked.text().substring(PREFIX.length())) {
			case "service" -> Frames.ofText(isServed(body) ? FOUND : NOT_FOUND);
			case "services" -> this.serviceList.at(now);
			case "workers" -> this.workerList.at(now);
			default -> Frames.ofText(NOT_IMPLEMENTED);
		};
	}

	private boolean isServed(Frames body) {
		ServiceName name = ServiceName.decode(body.frame(body.size() - 1));
		Service service = (name != null) ? this.services.find(name) : null;
		return (name != null && isOwn(name)) || (service != null && service.staying > 0);
	}

	private static boolean isOwn(ServiceName name) {
		return List.of("mmi.service", "mmi.services", "mmi.workers").contains(name.text());
	}

	/** Only what somebody serves: names known from requests are anybody's invention. */
	private int addServices(StringJoiner json, long now) {
		BrokerView views = new BrokerView(now);
		List<Service> all = this.services.all();
		int listed = 0;
		for (Service service : all) {
			if (service.workers > 0 && listed++ < MOST_LISTED) {
				QueueSnapshot.ServiceView view = views.service(service);
				json.add("{\"service\":" + quoted(service.name.text()) + ",\"workers\":" + view.workers()
						+ ",\"waiting\":" + view.waiting() + ",\"inHand\":" + view.inHand() + ",\"oldestWaitingMs\":"
						+ view.oldestWaitingMs() + "}");
			}
		}
		return all.size();
	}

	private int addWorkers(StringJoiner json, long now) {
		BrokerView views = new BrokerView(now);
		List<RegisteredWorker> all = this.workforce.all();
		for (RegisteredWorker worker : all.subList(0, Math.min(all.size(), MOST_LISTED))) {
			QueueSnapshot.WorkerView view = views.worker(worker);
			json.add("{\"name\":" + quoted(view.name()) + ",\"service\":" + quoted(view.service().text())
					+ ",\"heardMs\":" + view.heardMs() + ",\"expiresInMs\":" + view.expiresInMs() + ",\"inHand\":"
					+ view.inHand() + ",\"capacity\":" + view.capacity() + "}");
		}
		return all.size();
	}

	/** Names have no control characters, so two escapes are enough. */
	private static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
