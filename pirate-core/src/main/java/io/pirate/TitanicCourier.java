package io.pirate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.pirate.machine.Execution;
import io.pirate.machine.Leases;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.TitanicRequest;
import io.pirate.store.Courier;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/**
 * Asks a queue to execute stored requests. The queue hands each to one worker and says if
 * that one dies; the Titanic counts. An attempt that a queue does not answer is repeated
 * under the same number, which a queue that has it does not run again.
 */
final class TitanicCourier implements Courier {

	/**
	 * Header of executed requests: the same whenever the same stored request is executed
	 * again, so that a worker can tell. Not the ticket, which would let it close the
	 * request.
	 */
	static final String CALL_ID = "call-id";

	private static final ServiceName MMI_SERVICE = new ServiceName("mmi.service");

	private static final String FOUND = "200";

	/** A queue without MMI cannot tell, so it has to be tried. */
	private static final String NOT_IMPLEMENTED = "501";

	private static final RetryPolicy PROBE = new RetryPolicy(Duration.ofSeconds(2), 0, false);

	private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

	/** Of a rejection by our own client: it would be the same next time. */
	private static final Set<String> FOR_EVER = Set.of("too-large");

	private static final String POISON = "poison";

	private static final int CALL_ID_BYTES = 16;

	private final PirateClient client;

	private final RetryPolicy usual;

	/**
	 * A courier.
	 * @param client how it asks
	 * @param patience how long a worker may take, waiting included
	 */
	TitanicCourier(PirateClient client, Duration patience) {
		this.client = client;
		Duration attempt = (patience.compareTo(LONGEST_ATTEMPT) < 0) ? patience : LONGEST_ATTEMPT;
		int attempts = (int) Math.min(Integer.MAX_VALUE - 1, Math.max(1, patience.dividedBy(attempt)));
		this.usual = new RetryPolicy(attempt, attempts - 1, false, Duration.ZERO, Leases.ONE);
	}

	@Override
	public Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded) {
		RetryPolicy policy = alone ? this.usual.with(Leases.ONE_ALONE) : this.usual;
		Request marked;
		try {
			marked = marked(request);
		}
		catch (IllegalArgumentException ex) {
			// no room for one more header
			marked = request.request();
		}
		try {
			return this.client.begin(marked, policy, (outcome) -> whenEnded.accept(executionOf(outcome)))::recall;
		}
		catch (RejectedException ex) {
			whenEnded.accept(FOR_EVER.contains(ex.code())
					? new Execution.Answered(
							Reply.failure(ReplyStatus.REJECTED, ex.code(), String.valueOf(ex.getMessage())))
					: Execution.NotTaken.INSTANCE);
		}
		catch (PirateException ex) {
			whenEnded.accept(Execution.NotTaken.INSTANCE);
		}
		return TitanicCourier::nothingIsOut;
	}

	private static void nothingIsOut() {
	}

	@Override
	public void probe(ServiceName service, Consumer<Boolean> whenKnown) {
		try {
			this.client.begin(Request.of(MMI_SERVICE, Frames.of(service.encode())), PROBE,
					(outcome) -> whenKnown.accept(isServed(outcome)));
		}
		catch (PirateException ex) {
			whenKnown.accept(false);
		}
	}

	private static boolean isServed(Outcome outcome) {
		if (outcome instanceof Outcome.Replied replied && replied.reply().status() == ReplyStatus.OK) {
			String answer = replied.reply().body().text(0);
			return answer.equals(FOUND) || answer.equals(NOT_IMPLEMENTED);
		}
		return false;
	}

	private static Execution executionOf(Outcome outcome) {
		if (!(outcome instanceof Outcome.Replied replied)) {
			return Execution.NotTaken.INSTANCE;
		}
		Reply reply = replied.reply();
		return switch (reply.status()) {
			case LOST -> Execution.Lost.INSTANCE;
			case REJECTED, EXPIRED, RETURNED -> Execution.NotTaken.INSTANCE;
			case ERROR -> POISON.equals(reply.code()) ? Execution.Lost.INSTANCE : new Execution.Answered(reply);
			case OK, UNKNOWN -> new Execution.Answered(reply);
		};
	}

	private static Request marked(TitanicRequest stored) {
		Request request = stored.request();
		Map<String, String> headers = new HashMap<>(request.headers());
		headers.putIfAbsent(CALL_ID, callId(stored.id()));
		return new Request(request.service(), request.body(), request.contentType(), headers);
	}

	private static String callId(String id) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII));
			return HexFormat.of().formatHex(digest, 0, CALL_ID_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has it", ex);
		}
	}

}
