package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The Titanic Service Protocol, RFC 9: the bodies of requests to the three services, and
 * of their replies. How they travel is Majordomo's affair.
 */
public final class TspCodec {

	/** Takes a request and gives its id. */
	public static final ServiceName REQUEST = new ServiceName("titanic.request");

	/** Takes an id and gives the reply. */
	public static final ServiceName REPLY = new ServiceName("titanic.reply");

	/** Takes an id and forgets it. */
	public static final ServiceName CLOSE = new ServiceName("titanic.close");

	/** Names that begin so are a Titanic's. */
	public static final String PREFIX = "titanic.";

	/**
	 * Header of a submitted request: the same key for the same service gives the same id
	 * while that request is stored.
	 */
	public static final String IDEMPOTENCY_KEY = "idempotency-key";

	/** Longest such key in characters. */
	public static final int LONGEST_KEY = 255;

	private static final int ID_LENGTH = 32;

	private static final byte[] OK = ascii("200");

	private static final byte[] PENDING = ascii("300");

	private static final byte[] UNKNOWN = ascii("400");

	private static final byte[] ERROR = ascii("500");

	private static final int CODE_FRAME = 2;

	private static final int REASON_FRAME = 3;

	private TspCodec() {
	}

	/**
	 * Whether only a Titanic serves that name.
	 * @param name any name
	 * @return true if it begins with {@code titanic.}
	 */
	public static boolean isReserved(ServiceName name) {
		return name.text().startsWith(PREFIX);
	}

	/**
	 * Whether a text can be an idempotency key.
	 * @param text any text
	 * @return true for 1 to {@link #LONGEST_KEY} characters, none of them a control
	 * character
	 */
	public static boolean isKey(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isISOControl(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty() && text.length() <= LONGEST_KEY;
	}

	/**
	 * Whether a text is a request's id.
	 * @param text any text
	 * @return true for 32 hex digits
	 */
	public static boolean isId(String text) {
		if (text.length() != ID_LENGTH) {
			return false;
		}
		for (int i = 0; i < ID_LENGTH; i++) {
			if (!HexFormat.isHexDigit(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Reads what a client asks.
	 * @param asked which of the three services
	 * @param body any frames
	 * @return the command or {@link Malformed}
	 */
	public static TspCommand decodeCommand(ServiceName asked, Frames body) {
		if (asked.equals(REQUEST)) {
			return decodeSubmit(body);
		}
		String id = (body.size() == 1) ? idOf(body.frame(0)) : null;
		if (id == null) {
			return new Malformed("not one frame of 32 hex digits");
		}
		if (asked.equals(REPLY)) {
			return new TspCommand.Fetch(id);
		}
		return asked.equals(CLOSE) ? new TspCommand.Close(id) : new Malformed("no service of a Titanic");
	}

	private static TspCommand decodeSubmit(Frames body) {
		if (body.size() < 2) {
			return new Malformed("a request needs a service and a body");
		}
		ServiceName service = ServiceName.decode(body.frame(0));
		if (service == null) {
			return new Malformed("not a service name");
		}
		if (ServiceName.isReserved(service) || isReserved(service)) {
			return new Malformed("requests to the queue or to a Titanic are not stored");
		}
		return new TspCommand.Submit(service, body.from(1));
	}

	/**
	 * The body of a request to {@link #REQUEST}.
	 * @param service whom it is for
	 * @param body what it is about
	 * @return the frames
	 */
	public static Frames encodeSubmit(ServiceName service, Frames body) {
		return prefixed(service.encode(), body);
	}

	/**
	 * The body of a request to {@link #REPLY} or {@link #CLOSE}.
	 * @param id the request's
	 * @return the frames
	 */
	public static Frames encodeId(String id) {
		return Frames.of(ascii(id));
	}

	/**
	 * Writes an answer.
	 * @param reply what to say
	 * @return its frames
	 * @throws IllegalArgumentException for {@link Malformed}, which nobody says
	 */
	public static Frames encode(TspReply reply) {
		if (reply instanceof TspReply.Stored stored) {
			return Frames.of(OK, ascii(stored.id()));
		}
		if (reply instanceof TspReply.Answered answered) {
			return prefixed(OK, answered.body());
		}
		if (reply instanceof TspReply.Failed failed) {
			return encodeFailed(failed);
		}
		if (reply instanceof Malformed) {
			throw new IllegalArgumentException("nothing to say");
		}
		return Frames
			.of((reply instanceof TspReply.Pending) ? PENDING : (reply instanceof TspReply.Unknown) ? UNKNOWN : OK);
	}

	private static Frames encodeFailed(TspReply.Failed failed) {
		String code = (failed.code() != null) ? failed.code() : "";
		byte[] status = ascii(failed.status().text());
		return (failed.reason() != null) ? Frames.of(ERROR, status, utf8(code), utf8(failed.reason()))
				: Frames.of(ERROR, status, utf8(code));
	}

	/**
	 * Reads an answer.
	 * @param asked which of the three services answered
	 * @param body any frames
	 * @return what it says, or {@link Malformed}
	 */
	public static TspReply decodeReply(ServiceName asked, Frames body) {
		String status = body.isEmpty() ? "" : body.text(0);
		return switch (status) {
			case "200" -> decodeOk(asked, body.from(1));
			case "300" -> TspReply.Pending.INSTANCE;
			case "400" -> TspReply.Unknown.INSTANCE;
			case "500" -> new TspReply.Failed((body.size() > 1) ? ReplyStatus.of(body.text(1)) : ReplyStatus.UNKNOWN,
					textAt(body, CODE_FRAME), textAt(body, REASON_FRAME));
			default -> new Malformed("no status of RFC 9");
		};
	}

	private static TspReply decodeOk(ServiceName asked, Frames rest) {
		if (asked.equals(CLOSE)) {
			return TspReply.Closed.INSTANCE;
		}
		if (asked.equals(REPLY)) {
			return rest.isEmpty() ? new Malformed("200 without a reply") : new TspReply.Answered(rest);
		}
		String id = rest.isEmpty() ? null : idOf(rest.frame(0));
		return (id != null) ? new TspReply.Stored(id) : new Malformed("200 without an id");
	}

	private static @Nullable String textAt(Frames body, int index) {
		return (body.size() > index && body.frame(index).length > 0) ? body.text(index) : null;
	}

	/** Checked before anything is done with it, and the same whatever its case. */
	private static @Nullable String idOf(byte[] frame) {
		if (frame.length != ID_LENGTH) {
			return null;
		}
		char[] digits = new char[ID_LENGTH];
		for (int i = 0; i < ID_LENGTH; i++) {
			char digit = (char) (frame[i] & 0xff);
			if (digit >= 'A' && digit <= 'F') {
				digit = (char) (digit + 'a' - 'A');
			}
			if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
				return null;
			}
			digits[i] = digit;
		}
		return new String(digits);
	}

	private static Frames prefixed(byte[] first, Frames rest) {
		byte[][] all = new byte[rest.size() + 1][];
		all[0] = first;
		rest.copyTo(all, 1);
		return Frames.of(all);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
