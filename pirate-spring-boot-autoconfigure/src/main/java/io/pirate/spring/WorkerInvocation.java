package io.pirate.spring;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Tells a request that cannot be read from a method that fails. */
final class WorkerInvocation extends InvocableHandlerMethod {

	WorkerInvocation(Object bean, Method method) {
		super(bean, method);
	}

	@Override
	protected @Nullable Object[] getMethodArgumentValues(Message<?> message, @Nullable Object... providedArgs)
			throws Exception {
		try {
			return super.getMethodArgumentValues(message, providedArgs);
		}
		catch (Exception ex) {
			throw new UnreadableRequestException(ex);
		}
	}

	/** The request does not fit the method's parameters; the cause says why. */
	static final class UnreadableRequestException extends Exception {

		private static final long serialVersionUID = 1L;

		private final Exception reason;

		UnreadableRequestException(Exception reason) {
			super(reason);
			this.reason = reason;
		}

		Exception reason() {
			return this.reason;
		}

	}

}
