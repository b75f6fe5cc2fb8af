package io.pirate.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How a call was answered.
 *
 * @param status whether it went well
 * @param code machine-readable code of a failure, {@code null} if it went well
 * @param reason human-readable reason of a failure; never a stack trace
 * @param body at least one frame
 * @param contentType what the body is, or {@code null} if nobody says
 * @param headers the application's headers; no name starts with a colon
 */
public record Reply(ReplyStatus status, @Nullable String code, @Nullable String reason, Frames body,
		@Nullable String contentType, Map<String, String> headers) {

	private static final Frames NO_BODY = Frames.of(new byte[0]);

	private static final String END = "end";

	public Reply {
		if (body.isEmpty()) {
			throw new IllegalArgumentException("a reply needs at least one body frame");
		}
		headers = Map.copyOf(headers);
	}

	/**
	 * A handler's answer.
	 * @param body at least one frame
	 * @param contentType what the body is, or {@code null}
	 * @param headers the application's headers
	 * @return the reply
	 */
	public static Reply ok(Frames body, @Nullable String contentType, Map<String, String> headers) {
		return new Reply(ReplyStatus.OK, null, null, body, contentType, headers);
	}

	/**
	 * A failure. Its body is one frame, {@code ERROR <code> <reason>}, for peers that
	 * know no call frame.
	 * @param status not {@link ReplyStatus#OK}
	 * @param code machine-readable, without blanks
	 * @param reason for people
	 * @return the reply
	 */
	public static Reply failure(ReplyStatus status, String code, String reason) {
		return new Reply(status, code, reason, Frames.ofText("ERROR " + code + " " + reason), null, Map.of());
	}

	/**
	 * A request given back by a worker: {@code [call frame :status=returned][""][""]}.
	 * @param code why, or {@code null} if it was simply not started
	 * @return the reply
	 */
	public static Reply returned(@Nullable String code) {
		return new Reply(ReplyStatus.RETURNED, code, null, NO_BODY, null, Map.of());
	}

	/**
	 * The end of a reply in parts whose last part is already on its way, or that has
	 * none: {@code [call frame :code=end][""][""]}, for peers without a call frame one
	 * empty body frame.
	 * @return the reply
	 */
	public static Reply end() {
		return new Reply(ReplyStatus.OK, END, null, NO_BODY, null, Map.of());
	}

	/**
	 * Whether this only says that no part follows.
	 * @return true for {@link #end()}
	 */
	public boolean isEnd() {
		return this.status == ReplyStatus.OK && END.equals(this.code);
	}

	/**
	 * The content of a reply as it came.
	 * @param call the reply's call frame, or {@code null} from a peer that returned none
	 * @param body its body
	 * @return the reply
	 */
	public static Reply of(@Nullable CallFrame call, Frames body) {
		if (call == null) {
			return ok(body, null, Map.of());
		}
		return new Reply(call.status(), call.text(Property.CODE), call.text(Property.REASON), body,
				call.text(Property.CONTENT_TYPE), call.headers());
	}

	/**
	 * The call frame that carries this reply.
	 * @param origin the request's
	 * @param number the request's
	 * @return a builder, so that a queue can add its flag
	 */
	public CallFrame.Builder toCallFrame(long origin, long number) {
		return CallFrame.build(origin, number)
			.status(this.status)
			.optional(Property.CODE, this.code)
			.optional(Property.REASON, this.reason)
			.optional(Property.CONTENT_TYPE, this.contentType)
			.headers(this.headers);
	}

}
