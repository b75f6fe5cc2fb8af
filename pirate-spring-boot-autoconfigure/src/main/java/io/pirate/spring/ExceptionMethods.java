package io.pirate.spring;

import java.lang.reflect.Method;

import io.pirate.spring.WorkerFailures.Recovery;
import io.pirate.wire.Frames;

import org.springframework.aop.support.AopUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.AnnotationExceptionHandlerMethodResolver;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * The {@code @MessageExceptionHandler} methods of one bean. What such a method returns is
 * the reply; one that returns nothing has seen the failure, and the caller gets the error
 * reply as usual.
 */
final class ExceptionMethods {

	private final Object bean;

	private final AnnotationExceptionHandlerMethodResolver resolver;

	private final MessageHandlerMethodFactory methods;

	ExceptionMethods(Object bean, Class<?> beanType, MessageHandlerMethodFactory methods) {
		this.bean = bean;
		this.resolver = new AnnotationExceptionHandlerMethodResolver(beanType);
		this.methods = methods;
	}

	Recovery recover(Message<Frames> message, Throwable failure) throws Exception {
		Method method = this.resolver.resolveMethod(failure);
		if (method == null) {
			return Recovery.NONE;
		}
		Method invocable = AopUtils.selectInvocableMethod(method, this.bean.getClass());
		Throwable cause = failure.getCause();
		Object value = this.methods.createInvocableHandlerMethod(this.bean, invocable)
			.invoke(message, failure, (cause != null) ? cause : failure);
		return (value != null) ? new Recovery(true, value) : Recovery.NONE;
	}

}
