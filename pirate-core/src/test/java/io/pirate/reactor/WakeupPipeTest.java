package io.pirate.reactor;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WakeupPipeTest {

	private final Wakeup wakeup = new Wakeup();

	private final WakeupPipe pipe = new WakeupPipe();

	@AfterEach
	void close() {
		this.pipe.close();
	}

	@Test
	void manySignalsDuringOneSleepAreOneByte() throws Exception {
		this.wakeup.fallAsleep(this.pipe);
		for (int i = 0; i < 100; i++) {
			this.wakeup.signal();
		}
		ByteBuffer read = ByteBuffer.allocate(200);
		assertThat(((Pipe.SourceChannel) this.pipe.channel()).read(read)).isEqualTo(1);
	}

	@Test
	void nothingIsWrittenToALoopThatIsAwake() throws Exception {
		this.wakeup.signal();
		assertThat(isReadable()).isFalse();
		this.wakeup.fallAsleep(this.pipe);
		this.wakeup.awake();
		this.wakeup.signal();
		assertThat(isReadable()).isFalse();
	}

	@Test
	void anInterruptedThreadCanSignalAndKeepsItsFlag() throws Exception {
		this.wakeup.fallAsleep(this.pipe);
		Thread.currentThread().interrupt();
		this.wakeup.signal();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(isReadable()).isTrue();
		assertThat(this.pipe.drain()).isTrue();
	}

	@Test
	void aPipeThatWasClosedUnderneathWakesAndIsReplaced() throws Exception {
		this.wakeup.fallAsleep(this.pipe);
		((Pipe.SourceChannel) this.pipe.channel()).close();
		assertThat(this.pipe.drain()).isFalse();
		this.wakeup.fallAsleep(this.pipe);
		this.wakeup.signal();
		assertThat(isReadable()).isTrue();
		assertThat(this.pipe.drain()).isTrue();
	}

	private boolean isReadable() throws Exception {
		try (Selector selector = Selector.open()) {
			this.pipe.channel().register(selector, SelectionKey.OP_READ);
			return selector.selectNow() > 0;
		}
	}

}
