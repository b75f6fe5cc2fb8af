package io.pirate.reactor.signaler;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;

import zmq.Msg;
import zmq.io.Metadata;

/** What can be done with a {@code zmq.Msg}, and what came of it, as text. */
public final class MessagePrograms {

	private static final int STEPS = 40;

	private MessagePrograms() {
	}

	/** Everything that others can call or override. */
	public static String members() {
		TreeSet<String> members = new TreeSet<>();
		for (Constructor<?> each : Msg.class.getDeclaredConstructors()) {
			if (!Modifier.isPrivate(each.getModifiers())) {
				members.add(Modifier.toString(each.getModifiers()) + Arrays.toString(each.getParameterTypes()));
			}
		}
		for (Method each : Msg.class.getDeclaredMethods()) {
			if (Modifier.isPublic(each.getModifiers()) || Modifier.isProtected(each.getModifiers())) {
				members.add(each.toString());
			}
		}
		Arrays.stream(Msg.class.getFields()).map(MessagePrograms::constant).forEach(members::add);
		return String.join("\n", members);
	}

	private static String constant(java.lang.reflect.Field field) {
		try {
			return field + " = " + field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Random use. */
	public static String use(long seed) {
		Random random = new Random(seed);
		StringBuilder log = new StringBuilder();
		Msg message = message(random);
		for (int i = 0; i < STEPS; i++) {
			int step = random.nextInt(24);
			log.append(step).append(": ");
			try {
				log.append(step(message, step, random));
			}
			catch (RuntimeException ex) {
				// an array and a buffer have different names for it
				log.append((ex instanceof IndexOutOfBoundsException) ? "out of bounds" : ex.getClass().getName());
			}
			log.append(' ').append(seen(message)).append('\n');
			if (random.nextInt(12) == 0) {
				message = new Msg(message);
			}
		}
		return log.toString();
	}

	/** A message that is not known before its end, as the handshake makes them. */
	public static String build() {
		Msg.Builder builder = new Msg.Builder();
		builder.setFlags(Msg.COMMAND);
		builder.putShortString("READY").put(new byte[] { 1, 2, 3 }).put((byte) 4);
		builder.put(ByteBuffer.wrap(new byte[] { 5, 6, 7, 8 }), 1, 2);
		return builder.size() + " " + seen(builder.build());
	}

	private static Msg message(Random random) {
		byte[] bytes = new byte[random.nextInt(40)];
		random.nextBytes(bytes);
		return switch (random.nextInt(7)) {
			case 0 -> new Msg();
			case 1 -> new Msg(bytes.length);
			case 2 -> new Msg(bytes);
			case 3 -> new Msg(ByteBuffer.wrap(bytes));
			case 4 -> new Msg(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
			case 5 -> new Msg(ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2).slice());
			default -> new Msg((byte[]) null);
		};
	}

	private static Object step(Msg message, int step, Random random) {
		int at = random.nextInt(20);
		return switch (step) {
			case 0 -> message.get();
			case 1 -> message.get(at);
			case 2 -> message.put((byte) at) == message;
			case 3 -> message.put(at) == message;
			case 4 -> message.put(new byte[at / 4]) == message;
			case 5 -> message.put(new byte[] { 1, 2, 3, 4, 5 }, at / 10, 3) == message;
			case 6 -> message.put(ByteBuffer.wrap(new byte[] { 9, 8, 7 })) == message;
			case 7 -> message.put(ByteBuffer.wrap(new byte[] { 9, 8, 7, 6 }), 1, 2) == message;
			case 8 -> message.putShortString("name") == message;
			case 9 -> read(message, at);
			case 10 -> readBuffer(message, at);
			case 11 -> transferred(message, at);
			case 12 -> message.getLong(at);
			case 13 -> message.getInt(at);
			case 14 -> message.getShort(at);
			case 15 -> flags(message, at);
			case 16 -> message.setRoutingId(at - 5) + " " + message.getRoutingId();
			case 17 -> message.setGroup("g".repeat(at * 20)) + " " + message.getGroup();
			case 18 -> message.setMetadata(new Metadata()) == message && message.getMetadata() != null;
			case 19 -> become(message, at);
			case 20 -> buffer(message.buf());
			case 21 -> reset(message);
			case 22 -> message.put((byte[]) null, 0, 0) == message;
			default -> message.check();
		};
	}

	private static String read(Msg message, int at) {
		byte[] target = new byte[30];
		return message.getBytes(at, target, 2, 10) + Arrays.toString(target);
	}

	private static String readBuffer(Msg message, int at) {
		ByteBuffer target = ByteBuffer.allocate(64);
		return message.getBytes(at, target, 5) + buffer(target);
	}

	private static String transferred(Msg message, int at) {
		ByteBuffer target = ByteBuffer.allocate(64);
		message.transfer(target, at / 2, at / 3);
		return buffer(target);
	}

	private static String flags(Msg message, int at) {
		message.setFlags(at);
		message.resetFlags(at / 2);
		return message.flags() + " " + message.isCommand() + message.isCredential() + message.isIdentity();
	}

	private static String become(Msg message, int at) {
		switch (at % 3) {
			case 0 -> message.initDelimiter();
			case 1 -> message.initJoin();
			default -> message.initLeave();
		}
		return String.valueOf(message.getMetadata());
	}

	private static String reset(Msg message) {
		message.resetMetadata();
		message.resetRoutingId();
		message.setFd(null);
		return message.getMetadata() + " " + message.fd();
	}

	private static String buffer(ByteBuffer buffer) {
		byte[] all = new byte[buffer.capacity()];
		buffer.duplicate().clear().get(all);
		return buffer.position() + "-" + buffer.limit() + Arrays.toString(all);
	}

	private static String seen(Msg message) {
		return message + Arrays.toString(message.data()) + message.hasMore() + message.isDelimiter() + message.isJoin()
				+ message.isLeave();
	}

}
