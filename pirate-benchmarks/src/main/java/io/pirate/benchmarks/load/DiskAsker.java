package io.pirate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the disk can do: a log file whose writers wait until their record is there for
 * good, and share one fsync when several wait. No queue, no database.
 */
final class DiskAsker implements Asker {

	private final FileChannel file;

	private final Object lock = new Object();

	private final Thread writer;

	private List<Entry> waiting = new ArrayList<>();

	private boolean closed;

	DiskAsker(String path) {
		try {
			this.file = FileChannel.open(Path.of(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.writer = new Thread(this::write, "log");
		this.writer.setDaemon(true);
		this.writer.start();
	}

	@Override
	public Caller caller() {
		return (body) -> {
			Entry entry = new Entry(ByteBuffer.wrap(body), new CompletableFuture<>());
			synchronized (this.lock) {
				this.waiting.add(entry);
				this.lock.notifyAll();
			}
			return entry.done().get();
		};
	}

	@Override
	public Figures pipelined(Load load, long nanos) {
		throw new UnsupportedOperationException("writers wait");
	}

	private void write() {
		try {
			for (List<Entry> batch = take(); !batch.isEmpty(); batch = take()) {
				for (ByteBuffer[] bodies = bodies(batch); bodies[bodies.length - 1].hasRemaining();) {
					this.file.write(bodies);
				}
				this.file.force(false);
				batch.forEach((entry) -> entry.done().complete(entry.body().capacity()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ByteBuffer[] bodies(List<Entry> batch) {
		return batch.stream().map(Entry::body).toArray(ByteBuffer[]::new);
	}

	private List<Entry> take() throws InterruptedException {
		synchronized (this.lock) {
			while (this.waiting.isEmpty() && !this.closed) {
				this.lock.wait();
			}
			List<Entry> batch = this.waiting;
			this.waiting = new ArrayList<>();
			return batch;
		}
	}

	@Override
	public void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.lock.notifyAll();
		}
		try {
			this.writer.join();
			this.file.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A record that somebody waits for.
	 *
	 * @param body its bytes
	 * @param done ends with their number
	 */
	private record Entry(ByteBuffer body, CompletableFuture<Integer> done) {
	}

}
