package io.pirate.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of TCP connections to a server on this machine. While it is cut, what is sent
 * vanishes in both directions, and nobody is told of anything.
 */
final class Cable implements Closeable {

	private final ServerSocket near;

	private final int target;

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final AtomicBoolean cutsNext = new AtomicBoolean();

	private volatile boolean cut;

	Cable(int target) {
		this.target = target;
		try {
			this.near = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.near.getLocalPort();
	}

	void cut() {
		this.cut = true;
	}

	/** Is cut when somebody is about to {@linkplain #passes pass} a certain point. */
	void cutNext() {
		this.cutsNext.set(true);
	}

	void passes() {
		if (this.cutsNext.compareAndSet(true, false)) {
			cut();
		}
	}

	boolean isCut() {
		return this.cut;
	}

	/** Connections of before have lost bytes, so they end. */
	void mend() {
		endAll();
		this.cut = false;
	}

	@Override
	public void close() throws IOException {
		this.near.close();
		endAll();
	}

	private void accept() {
		while (!this.near.isClosed()) {
			try {
				Socket client = this.near.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.open.add(client);
				this.open.add(server);
				daemon(() -> pump(client, server));
				daemon(() -> pump(server, client));
			}
			catch (IOException ex) {
				// closed, or nobody is there
			}
		}
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				if (!this.cut) {
					out.write(buffer, 0, count);
				}
			}
		}
		catch (IOException ex) {
			// the other direction has ended it
		}
		if (!this.cut) {
			end(from);
			end(to);
		}
	}

	private void endAll() {
		this.open.forEach(this::end);
	}

	private void end(Socket socket) {
		this.open.remove(socket);
		try {
			socket.close();
		}
		catch (IOException ex) {
			// it has ended
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "cable");
		thread.setDaemon(true);
		thread.start();
	}

}
