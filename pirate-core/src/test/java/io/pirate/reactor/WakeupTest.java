package io.pirate.reactor;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WakeupTest {

	private final Wakeup wakeup = new Wakeup();

	@AfterEach
	void close() {
		this.wakeup.close();
	}

	@Test
	void manySignalsDuringOneSleepAreOneByte() throws Exception {
		this.wakeup.fallAsleep();
		for (int i = 0; i < 100; i++) {
			this.wakeup.signal();
		}
		ByteBuffer read = ByteBuffer.allocate(200);
		assertThat(((Pipe.SourceChannel) this.wakeup.channel()).read(read)).isEqualTo(1);
	}

	@Test
	void nothingIsWrittenToALoopThatIsAwake() throws Exception {
		this.wakeup.signal();
		assertThat(isReadable()).isFalse();
		this.wakeup.fallAsleep();
		this.wakeup.awake();
		this.wakeup.signal();
		assertThat(isReadable()).isFalse();
	}

	@Test
	void anInterruptedThreadCanSignalAndKeepsItsFlag() throws Exception {
		this.wakeup.fallAsleep();
		Thread.currentThread().interrupt();
		this.wakeup.signal();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(isReadable()).isTrue();
		assertThat(this.wakeup.drain()).isTrue();
	}

	@Test
	void aPipeThatWasClosedUnderneathWakesAndIsReplaced() throws Exception {
		this.wakeup.fallAsleep();
		((Pipe.SourceChannel) this.wakeup.channel()).close();
		assertThat(this.wakeup.drain()).isFalse();
		this.wakeup.fallAsleep();
		this.wakeup.signal();
		assertThat(isReadable()).isTrue();
		assertThat(this.wakeup.drain()).isTrue();
	}

	private boolean isReadable() throws Exception {
		try (Selector selector = Selector.open()) {
			this.wakeup.channel().register(selector, SelectionKey.OP_READ);
			return selector.selectNow() > 0;
		}
	}

}
