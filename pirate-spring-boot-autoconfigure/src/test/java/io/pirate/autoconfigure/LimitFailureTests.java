package io.pirate.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody reads who has stated a limit that cannot be. */
class LimitFailureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pirate.limits.max-message-frames=31         | must be at least 32              | Set it to 32 or more
			pirate.limits.max-message-bytes=255KB       | must be at least 262144B         | a size such as 1MB
			pirate.limits.max-message-bytes=512KB       | pirate.queue.max-message-size is 1048576B | lower
			pirate.limits.max-pending-bytes=1KB         | must be at least 1048576B        | a size such as 1MB
			pirate.limits.max-connections=0             | must be at least 1               | Set it to 1 or more
			pirate.limits.max-handshakes-per-second=0   | must be at least 1               | Set it to 1 or more
			pirate.limits.handshake-timeout=0s          | must be at least 1ms             | 500ms
			pirate.limits.handshake-timeout=2d          | must be at most a day            | 3s
			pirate.queue.max-workers=0                  | must be at least 1               | Set it to 1 or more
			pirate.queue.reply-cache-bytes=-1B          | must be at least 0B              | a size such as 1MB
			pirate.queue.max-heartbeat-interval=0s      | must be at least 1ms             | 500ms
			pirate.queue.max-waiting-reply-bytes=0B     | must be at least 1B              | a size such as 1MB
			pirate.queue.max-call-frame=255B            | must be at least 256B            | 8KB
			pirate.queue.max-call-frame=65KB            | at most 64KB                     | 8KB
			""")
	void isNamedWithItsRemedy(String property, String reason, String remedy) {
		FailureAnalysis analysis = FailureAnalysisTests
			.analyze(Runners.withQueue(Runners.plain()).withPropertyValues(property));
		assertThat(analysis.getDescription()).contains(property.substring(0, property.indexOf('='))).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

}
