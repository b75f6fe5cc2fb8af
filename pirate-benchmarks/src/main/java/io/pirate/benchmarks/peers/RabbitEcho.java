package io.pirate.benchmarks.peers;

import io.pirate.benchmarks.part.Station;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;

/** Spring's listener container: a method that answers. */
public final class RabbitEcho {

	static final String QUEUE = "echo";

	private RabbitEcho() {
	}

	static void run(String endpoint, int consumers, int prefetch) {
		CachingConnectionFactory connections = connect(endpoint);
		new RabbitAdmin(connections).declareQueue(new Queue(QUEUE, false, false, true));
		SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
		container.setQueueNames(QUEUE);
		container.setConcurrentConsumers(consumers);
		container.setPrefetchCount(prefetch);
		container.setMessageListener(new MessageListenerAdapter(new RabbitEcho(), "echo"));
		container.afterPropertiesSet();
		container.start();
		Station.serve();
	}

	/**
	 * Called for each request.
	 * @param text the request
	 * @return the reply
	 */
	public String echo(String text) {
		return text;
	}

	static CachingConnectionFactory connect(String endpoint) {
		String[] address = endpoint.split(":");
		CachingConnectionFactory connections = new CachingConnectionFactory(address[0], Integer.parseInt(address[1]));
		connections.setChannelCacheSize(128);
		return connections;
	}

}
