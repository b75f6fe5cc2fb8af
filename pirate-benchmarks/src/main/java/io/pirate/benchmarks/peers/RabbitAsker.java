package io.pirate.benchmarks.peers;

import java.nio.charset.StandardCharsets;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** {@code RabbitTemplate} with direct reply-to, String in and out. */
final class RabbitAsker implements BlockingAsker {

	private final CachingConnectionFactory connections;

	private final RabbitTemplate template;

	RabbitAsker(String endpoint) {
		this.connections = RabbitEcho.connect(endpoint);
		this.template = new RabbitTemplate(this.connections);
		this.template.setRoutingKey(RabbitEcho.QUEUE);
		this.template.setReplyTimeout(10_000);
	}

	@Override
	public int call(byte[] body) {
		Object reply = this.template.convertSendAndReceive(new String(body, StandardCharsets.ISO_8859_1));
		return (reply instanceof String text) ? text.length() : -1;
	}

	@Override
	public void close() {
		this.template.stop();
		this.connections.destroy();
	}

}
