package io.pirate.machine;

import java.util.List;

import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PeerTest {

	private static final ServiceName ORDERS = new ServiceName("orders");

	@ParameterizedTest
	@CsvSource({ "orders, orders, true", "orders, orders2, false", "orders, order, false", "orders, Orders, false",
			"orders.*, orders.place, true", "orders.*, orders.eu.place, true", "orders.*, orders, false",
			"orders.*, ordersXplace, false", "*.read, orders.read, true", "*.read, orders.reader, false",
			"orders.*.read, orders.eu.read, true", "orders.*.read, orders.read, false",
			"orders.*.read, orders..read, true", "a*b*c, abc, true", "a*b*c, a1b2c, true", "a*b*c, acb, false",
			"a*bc*c, abc, false", "a*bc*c, abcc, true", "aa*aa, aaa, false", "*a*, xyz, false", "*a*, a, true",
			"**, anything, true", "*, mmi.service, true", "orders*, orders, true" })
	void aStarStandsForAnyRunOfCharacters(String pattern, String service, boolean matches) {
		assertThat(NamePattern.of(pattern).matches(new ServiceName(service))).isEqualTo(matches);
	}

	@Test
	void theAnonymousServiceHasAWordOfItsOwn() {
		assertThat(NamePattern.of("(anonymous)").matches(ServiceName.ANONYMOUS)).isTrue();
		assertThat(NamePattern.of("(anonymous)").matches(ORDERS)).isFalse();
		assertThat(NamePattern.of("*").matches(ServiceName.ANONYMOUS)).isTrue();
		assertThat(NamePattern.of("orders*").matches(ServiceName.ANONYMOUS)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\u0000b", "a\nb" })
	void aPatternThatCanMatchNothingIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> Peer.named("shop", List.of(pattern), List.of()))
			.withMessageContaining("pattern of service names");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "(self)", "a b", "a\nb", "ä" })
	void aNameThatCouldNotStandInALogIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Peer.named(name, List.of(), List.of()))
			.withMessageContaining("peer's name");
	}

	@Test
	void whatIsNotGrantedIsDenied() {
		Peer peer = Peer.named("shop", List.of("orders", "stock.*"), List.of("prices"));
		for (int round = 0; round < 2; round++) {
			assertThat(peer.mayCall(ORDERS)).isTrue();
			assertThat(peer.mayCall(new ServiceName("stock.eu"))).isTrue();
			assertThat(peer.mayCall(new ServiceName("prices"))).isFalse();
			assertThat(peer.mayServe(new ServiceName("prices"))).isTrue();
			assertThat(peer.mayServe(ORDERS)).isFalse();
		}
	}

	/** These two have the same hash code, so one takes the other's place. */
	@Test
	void namesThatLookAlikeAreNotConfused() {
		Peer peer = Peer.named("shop", List.of("Aa"), List.of());
		for (int round = 0; round < 2; round++) {
			assertThat(peer.mayCall(new ServiceName("Aa"))).isTrue();
			assertThat(peer.mayCall(new ServiceName("BB"))).isFalse();
		}
	}

	@Test
	void someAreKnownWithoutAName() {
		assertThat(Peer.ANYONE.mayCall(ORDERS) && Peer.ANYONE.mayServe(ORDERS)).isTrue();
		assertThat(Peer.SELF.mayCall(ORDERS) && Peer.SELF.mayServe(ORDERS)).isTrue();
		assertThat(Peer.NOBODY.mayCall(ORDERS) || Peer.NOBODY.mayServe(ORDERS)).isFalse();
	}

	@Test
	void aPeerIsTheSameWithOtherRights() {
		Peer before = Peer.named("shop", List.of("*"), List.of());
		assertThat(before.isSame(Peer.named("shop", List.of(), List.of()))).isTrue();
		assertThat(before.isSame(Peer.named("till", List.of("*"), List.of()))).isFalse();
		assertThat(before).hasToString("shop");
	}

}
