package io.pirate.machine;

import io.pirate.wire.Frames;

/**
 * What a lazy pirate machine can do to the world. Lanes are numbered by the machine; a
 * number is never used twice.
 */
public interface ClientActions {

	/**
	 * Opens a socket and connects it; {@code onConnected} and {@code onDisconnected}
	 * follow as its connection comes and goes.
	 * @param lane the new lane's number
	 * @param endpoint the address to connect to
	 */
	void open(int lane, String endpoint);

	/**
	 * Closes a lane's socket; nothing may arrive from it afterwards.
	 * @param lane its number
	 */
	void close(int lane);

	/**
	 * Sends one message. Messages for a lane that is connected but full are kept by the
	 * node, in order.
	 * @param lane its number
	 * @param frames all frames
	 */
	void send(int lane, Frames frames);

}
