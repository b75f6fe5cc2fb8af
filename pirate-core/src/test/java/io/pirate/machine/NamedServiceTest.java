package io.pirate.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Named services are asked in Majordomo, in both versions and on both lanes. */
class NamedServiceTest {

	private static final byte[] EMPTY = new byte[0];

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static ClientScene asked(ClientProtocol protocol, boolean exclusive) {
		return ClientScene.of(protocol, exclusive, "tcp://a").connected(1).ask("orders", "hi", policy(1000, 1));
	}

	@Test
	void aSharedLaneSpeaksVersion2BehindTheCallFrame() {
		ClientScene scene = asked(ClientProtocol.AUTO, false);
		Frames sent = scene.sent.get(0);
		assertThat(sent.from(1))
			.isEqualTo(Frames.of(EMPTY, bytes("MDPC02"), new byte[] { 1 }, bytes("orders"), bytes("hi")));
		assertThat(scene.callFrame(0).number(Property.ATTEMPT, 0)).isEqualTo(1);
		scene.message(1,
				Frames.of(sent.frame(0), EMPTY, bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("there")));
		assertThat(scene.reply("hi")).isEqualTo("there");
	}

	@Test
	void aSharedLaneSpeaksVersion1BehindTheCallFrame() {
		ClientScene scene = asked(ClientProtocol.MDP01, false);
		Frames sent = scene.sent.get(0);
		assertThat(sent.from(1)).isEqualTo(Frames.of(EMPTY, bytes("MDPC01"), bytes("orders"), bytes("hi")));
		scene.message(1, Frames.of(sent.frame(0), EMPTY, bytes("MDPC01"), bytes("orders"), bytes("there")));
		assertThat(scene.reply("hi")).isEqualTo("there");
	}

	/**
	 * In one frame a request does not say its version, so what is too long for one frame
	 * came back in the other version, and was not understood.
	 */
	@Test
	void whoAsksInVersion1NeverAsksInOneFrame() {
		ClientScene scene = new ClientScene(
				new ClientSettings(List.of("tcp://a"), ClientProtocol.MDP01, false, 1000, 4, true));
		scene.connected(1).ask("orders", "first", policy(1000, 1));
		scene.inForm(1, 0, replyOfOurQueue(scene.callFrame(0)), Frames.ofText("there"), true);
		assertThat(scene.reply("first")).isEqualTo("there");
		scene.ask("orders", "second", policy(1000, 1));
		assertThat(scene.sent.get(1).from(1))
			.isEqualTo(Frames.of(EMPTY, bytes("MDPC01"), bytes("orders"), bytes("second")));
		scene.inForm(1, 1, replyOfOurQueue(scene.callFrame(1)), Frames.ofText("two", "frames"), true);
		assertThat(scene.reply("second")).isEqualTo("two");
	}

	private static CallFrame replyOfOurQueue(CallFrame request) {
		return CallFrame.build(request.origin(), request.number()).flag(Property.QUEUE).end();
	}

	@Test
	void anExclusiveLaneSpeaksVersion2AsItsRfcHasIt() {
		ClientScene scene = asked(ClientProtocol.AUTO, true);
		assertThat(scene.sent)
			.containsExactly(Frames.of(bytes("MDPC02"), new byte[] { 1 }, bytes("orders"), bytes("hi")));
		scene.message(1, Frames.of(bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("there")));
		assertThat(scene.reply("hi")).isEqualTo("there");
	}

	@Test
	void anExclusiveLaneSpeaksVersion1AsItsRfcHasIt() {
		ClientScene scene = asked(ClientProtocol.MDP01, true);
		assertThat(scene.sent).containsExactly(Frames.ofText("", "MDPC01", "orders", "hi"));
		scene.message(1, Frames.ofText("", "MDPC01", "orders", "there"));
		assertThat(scene.reply("hi")).isEqualTo("there");
	}

	@ParameterizedTest
	@EnumSource(value = ClientProtocol.class, mode = EnumSource.Mode.EXCLUDE, names = "FREELANCE")
	void theAnonymousServiceIsAskedPlainly(ClientProtocol protocol) {
		ClientScene scene = ClientScene.of(protocol, false, "tcp://a").connected(1).call("hi", policy(1000, 0));
		assertThat(scene.sent.get(0).from(1)).isEqualTo(Frames.ofText("", "hi"));
		scene.answer(1, 0, "there");
		assertThat(scene.reply("hi")).isEqualTo("there");
		ClientScene alone = ClientScene.of(protocol, true, "tcp://a").connected(1).call("hi", policy(1000, 0));
		assertThat(alone.sent).containsExactly(Frames.ofText("", "hi"));
	}

	@Test
	void aReplyOfAnotherServiceOrVersionIsMalformed() {
		ClientScene scene = asked(ClientProtocol.AUTO, false);
		byte[] call = scene.sent.get(0).frame(0);
		scene.message(1, Frames.of(call, EMPTY, bytes("MDPC02"), new byte[] { 3 }, bytes("others"), bytes("x")))
			.message(1, Frames.of(call, EMPTY, bytes("MDPC01"), bytes("orders"), bytes("x")))
			.message(1, Frames.of(call, EMPTY, bytes("MDPC02"), new byte[] { 4 }, bytes("orders"), bytes("x")))
			.message(1, Frames.of(call, EMPTY, bytes("plain")));
		assertThat(scene.isOpen("hi")).isTrue();
		assertThat(scene.snapshot().malformed()).isEqualTo(4);
	}

	@Test
	void onExclusiveLanesToo() {
		ClientScene scene = asked(ClientProtocol.AUTO, true);
		scene.message(1, Frames.of(bytes("MDPC02"), new byte[] { 3 }, bytes("others"), bytes("x")))
			.message(1, Frames.ofText("", "x"))
			.message(1, Frames.NONE);
		ClientScene old = asked(ClientProtocol.MDP01, true);
		old.message(1, Frames.ofText("", "MDPC01", "others", "x"))
			.message(1, Frames.ofText("", "x"))
			.message(1, Frames.ofText("MDPC01", "orders", "x"));
		assertThat(scene.isOpen("hi")).isTrue();
		assertThat(old.isOpen("hi")).isTrue();
		assertThat(scene.snapshot().malformed()).isEqualTo(3);
		assertThat(old.snapshot().malformed()).isEqualTo(3);
	}

	@Test
	void aFailureOfTheWorkerIsAFailureInEveryForm() {
		ClientScene scene = asked(ClientProtocol.AUTO, false);
		scene.queueAnswer(1, 0, Reply.failure(ReplyStatus.ERROR, "bad-request", "no"), 0, false);
		assertThat(((Outcome.Replied) scene.outcome("hi")).reply().code()).isEqualTo("bad-request");
		ClientScene alone = asked(ClientProtocol.MDP01, true);
		alone.message(1, Frames.ofText("", "MDPC01", "orders", "ERROR bad-request no"));
		assertThat(((Outcome.Replied) alone.outcome("hi")).reply().code()).isEqualTo("bad-request");
	}

	@Test
	void theRequestSaysHowLongItMayWaitForAWorker() {
		ClientScene scene = ClientScene.shared("tcp://a").connected(1);
		scene.call("none", policy(1000, 0)).call("at once", policy(1000, 0).withNoWorkerTimeout(Duration.ZERO));
		scene.ask("orders", "a while", policy(1000, 0).withNoWorkerTimeout(Duration.ofMillis(250)));
		scene.call("ages", policy(1000, 0).withNoWorkerTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(scene.callFrame(0).has(Property.GRACE)).isFalse();
		assertThat(scene.callFrame(1).number(Property.GRACE, -1)).isZero();
		assertThat(scene.callFrame(2).number(Property.GRACE, -1)).isEqualTo(250);
		assertThat(scene.callFrame(3).number(Property.GRACE, -1)).isEqualTo(Integer.MAX_VALUE);
		scene.reject(1, 0, "no-worker");
		assertThat(((Outcome.Replied) scene.outcome("none")).reply().status()).isEqualTo(ReplyStatus.REJECTED);
		assertThat(new RetryPolicy(Duration.ofSeconds(1), 1, false).noWorkerTimeout()).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> policy(1, 1).withNoWorkerTimeout(Duration.ofMillis(-1)));
	}

	@Test
	void anOrdinaryCallAsksForNoParts() {
		CallFrame frame = asked(ClientProtocol.AUTO, false).callFrame(0);
		assertThat(frame.has(Property.CREDIT)).isFalse();
		assertThat(frame.headers()).isEqualTo(Map.of("h", "v"));
	}

}
