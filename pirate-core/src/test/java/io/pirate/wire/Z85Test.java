package io.pirate.wire;

import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Z85Test {

	private static final String TEXT = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

	private static final byte[] BYTES = HexFormat.of()
		.parseHex("54fcba24e93249969316fb617c872bb0c1d1ff14800427c594cbfacf1bc2d652");

	@Test
	void writesAndReadsTheKeyOfTheRfc() {
		assertThat(Z85.encode(BYTES)).isEqualTo(TEXT);
		assertThat(Z85.decode(TEXT)).isEqualTo(BYTES);
	}

	@Test
	void whatWasWrittenCanBeRead() {
		Random random = new Random(85);
		for (int i = 0; i < 10_000; i++) {
			byte[] key = new byte[Z85.KEY_BYTES];
			random.nextBytes(key);
			assertThat(Z85.decode(Z85.encode(key))).isEqualTo(key);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "rq:rM", TEXT + "0", "~q:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
			" q:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "äq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
			"#####>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]\u007ff7" })
	void whatIsNoKeyIsNone(String text) {
		assertThat(Z85.decode(text)).isNull();
	}

	@Test
	void onlyKeysAreWritten() {
		assertThatIllegalArgumentException().isThrownBy(() -> Z85.encode(new byte[31]));
	}

}
