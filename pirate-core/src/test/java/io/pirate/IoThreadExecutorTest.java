package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class IoThreadExecutorTest {

	private final List<Runnable> elsewhere = new ArrayList<>();

	private final List<Thread> ran = new ArrayList<>();

	private final IoThreadExecutor executor = new IoThreadExecutor("quick", Duration.ofMillis(50), this.elsewhere::add);

	@Test
	void quickHandlersStayOnTheCallersThread() {
		IoThreadExecutor patient = new IoThreadExecutor("quick", Duration.ofMinutes(1), this.elsewhere::add);
		for (int i = 0; i < 1000; i++) {
			patient.execute(() -> this.ran.add(Thread.currentThread()));
		}
		assertThat(this.ran).hasSize(1000).containsOnly(Thread.currentThread());
		assertThat(patient.isMoved()).isFalse();
		assertThat(this.elsewhere).isEmpty();
	}

	@Test
	void afterASlowOneAllOthersRunElsewhere() {
		this.executor.execute(IoThreadExecutorTest::takeLong);
		assertThat(this.executor.isMoved()).isTrue();
		this.executor.execute(() -> this.ran.add(Thread.currentThread()));
		assertThat(this.ran).isEmpty();
		assertThat(this.elsewhere).hasSize(1);
	}

	@Test
	void aSlowOneThatThrowsCountsToo() {
		assertThatIllegalStateException().isThrownBy(() -> this.executor.execute(() -> {
			takeLong();
			throw new IllegalStateException("late and wrong");
		}));
		assertThat(this.executor.isMoved()).isTrue();
	}

	private static void takeLong() {
		long start = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - start > Duration.ofMillis(60).toNanos());
	}

}
