package io.pirate.simulation;

import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.ClientProtocol;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/** Draws who takes part in a run. */
final class Casting {

	private static final List<ServiceName> NAMES = List.of(ServiceName.ANONYMOUS, new ServiceName("echo"),
			new ServiceName("rows"));

	private final Chance chance;

	private final boolean gentle;

	private final Plan.Climate climate;

	Casting(Chance chance, Plan.Climate climate) {
		this.chance = chance;
		this.climate = climate;
		this.gentle = climate != Plan.Climate.STORM;
	}

	/** One to three, mostly few. */
	List<ServiceName> services() {
		List<ServiceName> all = new ArrayList<>(NAMES);
		while (all.size() > 1 && !this.chance.oneIn(3)) {
			all.remove(this.chance.below(all.size()));
		}
		return List.copyOf(all);
	}

	/** Each queue takes messages in one frame, or none does, or some do. */
	List<Boolean> queues() {
		boolean two = this.climate == Plan.Climate.ROLLING || this.climate == Plan.Climate.REDUNDANT
				|| (!this.gentle && this.chance.oneIn(2));
		boolean compact = !this.chance.oneIn(3);
		return two ? List.of(compact, this.chance.oneIn(4) != compact) : List.of(compact);
	}

	List<Plan.ClientPlan> clients() {
		List<Plan.ClientPlan> clients = new ArrayList<>();
		long count = this.chance.between(1, 3);
		for (int i = 0; i < count; i++) {
			clients.add(new Plan.ClientPlan(this.chance.oneIn(4) ? ClientProtocol.MDP01 : ClientProtocol.AUTO,
					this.chance.oneIn(4), !this.chance.oneIn(3), (!this.gentle && this.chance.oneIn(8)) ? 2 : 1_000));
		}
		return clients;
	}

	/** Somebody is left for each service when the weather is not too bad. */
	List<Plan.WorkerPlan> workers(List<ServiceName> services, boolean roomForSimple) {
		List<Plan.WorkerPlan> workers = new ArrayList<>();
		for (ServiceName service : services) {
			int most = (services.size() == 1) ? 4 : (workers.isEmpty()) ? 3 : 2;
			long count = this.chance.between(this.gentle ? 2 : 1, most);
			for (int i = 0; i < count; i++) {
				boolean simple = service.isAnonymous() && i > 1 && roomForSimple && this.chance.oneIn(4);
				workers.add(simple ? simple(service)
						: service.isAnonymous() ? paranoid(service) : majordomo(service, i > 0));
			}
		}
		return workers;
	}

	private Plan.WorkerPlan simple(ServiceName service) {
		return new Plan.WorkerPlan(service, WorkerDialect.SIMPLE, Plan.Make.OURS, 1, 1, this.chance.oneIn(3), true);
	}

	private Plan.WorkerPlan paranoid(ServiceName service) {
		boolean nameless = this.chance.oneIn(6);
		return worker(service, WorkerDialect.PARANOID, nameless ? Plan.Make.NAMELESS : Plan.Make.OURS);
	}

	/** A foreign worker serves one queue, so it is never the only one. */
	private Plan.WorkerPlan majordomo(ServiceName service, boolean another) {
		boolean mayBeForeign = another && (this.climate == Plan.Climate.STORM || this.climate == Plan.Climate.FAIR);
		if (mayBeForeign && this.chance.oneIn(3)) {
			return new Plan.WorkerPlan(service, WorkerDialect.MAJORDOMO_02, Plan.Make.FOREIGN, 1, 1, true, false);
		}
		boolean nameless = this.chance.oneIn(8);
		return worker(service, this.chance.oneIn(3) ? WorkerDialect.MAJORDOMO_01 : WorkerDialect.MAJORDOMO_02,
				nameless ? Plan.Make.NAMELESS : Plan.Make.OURS);
	}

	private Plan.WorkerPlan worker(ServiceName service, WorkerDialect dialect, Plan.Make make) {
		int concurrency = (int) this.chance.between(1, 3);
		// a queue grants nothing to whom it does not know to be ours
		boolean streaming = make == Plan.Make.OURS && this.chance.percent(60);
		return new Plan.WorkerPlan(service, dialect, make, concurrency, concurrency + this.chance.below(4), streaming,
				!this.chance.oneIn(3));
	}

}
