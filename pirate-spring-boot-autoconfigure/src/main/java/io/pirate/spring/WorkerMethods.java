package io.pirate.spring;

import java.lang.reflect.Method;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.DeduplicatingHandler;
import io.pirate.PirateHandler;
import io.pirate.PirateStreamHandler;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.PirateWorkerObservationConvention;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Makes worker definitions out of annotated methods.
 *
 * @param methods how arguments are resolved
 * @param converter how bodies are read and written
 * @param observations who watches
 * @param convention names and tags, or {@code null} for the default ones
 * @param memories where replies are kept of workers that want that
 */
public record WorkerMethods(MessageHandlerMethodFactory methods, PirateMessageConverter converter,
		ObservationRegistry observations, @Nullable PirateWorkerObservationConvention convention,
		ReplyMemories memories) {

	/**
	 * Makes workers none of which may keep replies.
	 * @param methods how arguments are resolved
	 * @param converter how bodies are read and written
	 * @param observations who watches
	 * @param convention names and tags, or {@code null} for the default ones
	 */
	public WorkerMethods(MessageHandlerMethodFactory methods, PirateMessageConverter converter,
			ObservationRegistry observations, @Nullable PirateWorkerObservationConvention convention) {
		this(methods, converter, observations, convention, ReplyMemories.NONE);
	}

	PirateWorkerDefinition definition(BeanFactory beanFactory, Object bean, String beanName, Class<?> type,
			Method method, PirateWorker annotation) {
		String origin = type.getName() + "." + method.getName();
		WorkerAttributes attributes = new WorkerAttributes(beanFactory, origin);
		String statedId = attributes.text(annotation.id());
		String id = statedId.isEmpty() ? beanName + "." + method.getName() : statedId;
		WorkerFailures failures = new WorkerFailures(id, new ExceptionMethods(bean, type, this.methods),
				errorHandler(beanFactory, attributes.text(annotation.errorHandler()), origin));
		InvocableHandlerMethod invocable = this.methods.createInvocableHandlerMethod(bean, method);
		WorkerReplies replies = new WorkerReplies(this.converter, failures);
		ResultParts parts = ResultParts.forType(invocable.getReturnType().getParameterType());
		String store = attributes.text(annotation.deduplicate());
		if (parts != null && !store.isEmpty()) {
			throw new PirateWorkerDefinitionException(
					"@PirateWorker(deduplicate = \"" + store + "\") on " + origin + ": a reply in parts is not kept",
					"Remove the attribute, or return one reply instead of many parts.");
		}
		if (attributes.flag("ioThread", annotation.ioThread(), false) && !store.isEmpty() && !store.equals("memory")) {
			throw new PirateWorkerDefinitionException(
					"@PirateWorker(deduplicate = \"" + store + "\") on " + origin
							+ ": the I/O thread cannot wait for it",
					"Remove ioThread, or keep replies in memory: deduplicate = \"memory\".");
		}
		return new PirateWorkerDefinition(id, attributes.text(annotation.connection()),
				attributes.service(annotation.service()), attributes.number("concurrency", annotation.concurrency()),
				attributes.number("capacity", annotation.capacity()),
				attributes.duration("handlerTimeout", annotation.handlerTimeout()),
				attributes.flag("autoStartup", annotation.autoStartup(), true),
				(parts == null) ? observed(id, once(new WorkerMethod(invocable, replies), store, origin)) : null,
				(parts != null) ? observed(id, new StreamingMethod(invocable, parts, replies, this.observations))
						: null,
				origin);
	}

	private PirateHandler once(PirateHandler handler, String store, String origin) {
		return store.isEmpty() ? handler
				: new DeduplicatingHandler(handler, this.memories.memory(store, "@PirateWorker of " + origin));
	}

	private PirateHandler observed(String id, PirateHandler handler) {
		return new ObservedHandler(id, handler, this.observations, this.convention);
	}

	private PirateStreamHandler observed(String id, StreamingMethod handler) {
		return new ObservedStreamHandler(id, handler, this.observations, this.convention);
	}

	private static @Nullable PirateErrorHandler errorHandler(BeanFactory beanFactory, String name, String origin) {
		if (name.isEmpty()) {
			return null;
		}
		try {
			return beanFactory.getBean(name, PirateErrorHandler.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new PirateWorkerDefinitionException(
					"@PirateWorker(errorHandler = \"" + name + "\") on " + origin + ": there is no such bean",
					"Declare a bean '" + name + "' of type " + PirateErrorHandler.class.getName() + ".");
		}
	}
}
