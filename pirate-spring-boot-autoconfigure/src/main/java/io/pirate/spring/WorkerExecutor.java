package io.pirate.spring;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Where handlers run.
 *
 * @param executor takes the tasks
 * @param close ends its threads
 */
record WorkerExecutor(Executor executor, Runnable close) {

	private static final long IDLE_SECONDS = 30;

	static WorkerExecutor virtual(String name) {
		SimpleAsyncTaskExecutor tasks = new SimpleAsyncTaskExecutor("pirate-" + name + "-");
		tasks.setVirtualThreads(true);
		return new WorkerExecutor(tasks, tasks::close);
	}

	static WorkerExecutor platform(String name, int threads) {
		ThreadPoolExecutor pool = pool(name, threads);
		return new WorkerExecutor(pool, pool::shutdownNow);
	}

	/** Completes stages of asynchronous calls; what is queued at the end is completed. */
	static WorkerExecutor callbacks(String name, boolean virtualThreads) {
		if (virtualThreads) {
			return virtual(name);
		}
		ThreadPoolExecutor pool = pool(name, Math.max(2, Runtime.getRuntime().availableProcessors()));
		return new WorkerExecutor(pool, pool::shutdown);
	}

	private static ThreadPoolExecutor pool(String name, int threads) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("pirate-" + name + "-");
		factory.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
