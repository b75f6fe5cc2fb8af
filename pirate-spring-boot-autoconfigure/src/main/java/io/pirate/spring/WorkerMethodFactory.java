package io.pirate.spring;

import java.lang.reflect.Method;
import java.util.List;

import io.pirate.spring.convert.PirateMessageConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * Resolves the arguments of {@link PirateWorker} methods as spring-messaging does:
 * {@code @Payload}, {@code @Header}, {@code @Headers}, {@code Message<T>}, validation.
 */
public final class WorkerMethodFactory extends DefaultMessageHandlerMethodFactory {

	private final HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();

	/**
	 * A factory.
	 * @param beanFactory where placeholders in annotations are resolved
	 * @param converter how bodies are read
	 * @param validator who checks {@code @Valid} arguments, or {@code null} for nobody
	 */
	public WorkerMethodFactory(BeanFactory beanFactory, PirateMessageConverter converter,
			@Nullable Validator validator) {
		setBeanFactory(beanFactory);
		setMessageConverter(converter);
		if (validator != null) {
			setValidator(validator);
		}
		afterPropertiesSet();
	}

	@Override
	protected List<HandlerMethodArgumentResolver> initArgumentResolvers() {
		List<HandlerMethodArgumentResolver> all = super.initArgumentResolvers();
		this.resolvers.addResolvers(all);
		return all;
	}

	@Override
	public InvocableHandlerMethod createInvocableHandlerMethod(Object bean, Method method) {
		WorkerInvocation invocation = new WorkerInvocation(bean, method);
		invocation.setMessageMethodArgumentResolvers(this.resolvers);
		return invocation;
	}

}
