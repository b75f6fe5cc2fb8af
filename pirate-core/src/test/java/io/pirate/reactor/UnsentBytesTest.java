package io.pirate.reactor;

import java.nio.ByteBuffer;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.junit.jupiter.api.Test;
import zmq.Msg;

import static org.assertj.core.api.Assertions.assertThat;

class UnsentBytesTest {

	private static final Frames MESSAGE = Frames.of(new byte[0], new byte[744]);

	private static final long COST = 1000;

	private final UnsentBytes unsent = new UnsentBytes(9 * COST);

	private final UnsentBytes.Account slow = this.unsent.of(identity(1));

	private final UnsentBytes.Account other = this.unsent.of(identity(2));

	@Test
	void aPeerThatDoesNotReadMayTakeHalfOfWhatIsFree() {
		int taken = fill(this.slow);
		assertThat(taken).isEqualTo(4);
		assertThat(this.unsent.bytes()).isEqualTo(4 * COST);
	}

	@Test
	void whoReadsIsAdmittedBesideOneWhoDoesNot() {
		fill(this.slow);
		for (int i = 0; i < 100; i++) {
			assertThat(this.unsent.admits(this.other)).isTrue();
			written(this.other);
		}
		assertThat(this.unsent.bytes()).isEqualTo(4 * COST);
	}

	@Test
	void manyWhoDoNotReadShareWhatThereIs() {
		for (int peer = 0; peer < 100; peer++) {
			fill(this.unsent.of(identity(100 + peer)));
		}
		assertThat(this.unsent.bytes()).isLessThanOrEqualTo(9 * COST);
	}

	/** Beyond some dozens of others nothing at all would be free. */
	@Test
	void whoReadsIsAdmittedBesideAnyNumberWhoDoNot() {
		UnsentBytes much = new UnsentBytes(16 * 1024 * 1024);
		Frames large = Frames.of(new byte[64 * 1024]);
		for (int peer = 0; peer < 100; peer++) {
			UnsentBytes.Account account = much.of(identity(100 + peer));
			while (much.admits(account, large)) {
				account.charge(large);
			}
			while (much.admits(account, MESSAGE)) {
				account.charge(MESSAGE);
			}
		}
		UnsentBytes.Account reader = much.of(identity(2));
		for (int i = 0; i < 100; i++) {
			assertThat(much.admits(reader, MESSAGE)).isTrue();
			written(reader);
		}
		assertThat(much.admits(reader, large)).isFalse();
	}

	@Test
	void nobodyAddsMuchToWhatOthersHave() {
		UnsentBytes little = new UnsentBytes(1024 * 1024);
		for (int peer = 0; peer < 1000; peer++) {
			UnsentBytes.Account account = little.of(identity(100 + peer));
			while (little.admits(account, MESSAGE)) {
				account.charge(MESSAGE);
			}
		}
		assertThat(little.bytes()).isBetween(1024L * 1024, 2 * 1024L * 1024 + COST);
	}

	@Test
	void aFrameCountsUntilItIsWrittenAndOnce() {
		Msg frame = this.slow.lastFrame(new byte[744], this.slow.charge(MESSAGE));
		assertThat(this.unsent.bytes()).isEqualTo(COST);
		assertThat(frame.buf().remaining()).isEqualTo(744);
		assertThat(this.unsent.bytes()).isZero();
		frame.buf();
		assertThat(this.unsent.bytes()).isZero();
	}

	@Test
	void encryptionIsWritingToo() {
		Msg frame = this.slow.lastFrame(new byte[744], this.slow.charge(MESSAGE));
		frame.transfer(ByteBuffer.allocate(744), 0, 744);
		assertThat(this.unsent.bytes()).isZero();
	}

	@Test
	void whatAnEndedConnectionLeavesBehindIsForgottenAndNeverTakenBackTwice() {
		Msg late = this.slow.lastFrame(new byte[744], this.slow.charge(MESSAGE));
		this.slow.charge(MESSAGE);
		this.unsent.forget(identity(1));
		assertThat(this.unsent.bytes()).isZero();
		late.buf();
		assertThat(this.unsent.bytes()).isZero();
	}

	private int fill(UnsentBytes.Account account) {
		int taken = 0;
		while (this.unsent.admits(account)) {
			account.charge(MESSAGE);
			taken++;
		}
		return taken;
	}

	private static void written(UnsentBytes.Account account) {
		account.lastFrame(new byte[744], account.charge(MESSAGE)).buf();
	}

	private static Identity identity(int number) {
		return Identity.of(new byte[] { 0, (byte) (number >> 8), (byte) number });
	}

}
