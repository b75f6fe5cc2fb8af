package io.pirate.spring;

import java.util.function.Consumer;
import java.util.function.Function;

import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;

/**
 * Makes workers out of definitions.
 *
 * @param options what a definition means together with its connection's configuration;
 * asked at each start
 * @param check throws if a definition could never be started; asked at its registration
 * @param endpoints what their endpoints mean
 * @param listener who watches
 * @param virtualThreads whether handlers run on virtual threads instead of a pool of as
 * many threads as the worker's concurrency
 */
public record PirateWorkerFactory(Function<PirateWorkerDefinition, WorkerOptions> options,
		Consumer<PirateWorkerDefinition> check, EndpointsResolver endpoints, PirateListener listener,
		boolean virtualThreads) {

	RunningWorker start(PirateWorkerDefinition definition, PirateContext context) {
		WorkerOptions chosen = this.options.apply(definition);
		WorkerExecutor executor = this.virtualThreads ? WorkerExecutor.virtual(definition.id())
				: WorkerExecutor.platform(definition.id(), chosen.settings().concurrency());
		PirateWorkerContainer made = definition.container(context, chosen, executor.executor(), this.listener);
		PirateWorkerContainer container = (chosen.bind() != null) ? made
				: made.with(this.endpoints.resolve(chosen.settings().endpoints()));
		try {
			container.start();
		}
		catch (RuntimeException ex) {
			container.close();
			executor.close().run();
			throw ex;
		}
		return new RunningWorker(container, executor);
	}

	/** A worker and its threads. */
	record RunningWorker(PirateWorkerContainer container, WorkerExecutor executor) {

		void stop(Runnable whenStopped) {
			this.container.stop(() -> {
				this.executor.close().run();
				whenStopped.run();
			});
		}

	}
}
