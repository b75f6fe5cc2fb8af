package io.pirate.reactor.signaler;

/**
 * Becomes {@code zmq.Msg$1}, by which the compiler lets {@code zmq.Msg.Builder} call a
 * constructor of {@link ArrayMessage}. There are none.
 */
final class ArrayMessageAccess {

	private ArrayMessageAccess() {
	}

}
