package io.pirate.spring;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds {@link PirateWorker} methods and registers them, once all singletons exist. Must
 * be declared by a static {@code @Bean} method, and asks for other beans only then.
 */
public final class PirateWorkerAnnotationBeanPostProcessor
		implements BeanPostProcessor, SmartInitializingSingleton, Ordered {

	private final BeanFactory beanFactory;

	private final ObjectProvider<PirateWorkerRegistry> registry;

	private final ObjectProvider<WorkerMethods> workerMethods;

	private final Set<Class<?>> withoutWorkers = ConcurrentHashMap.newKeySet();

	private final Map<String, Object> found = new LinkedHashMap<>();

	private volatile boolean complete;

	/**
	 * A processor that has seen nothing.
	 * @param beanFactory where error handlers and property values are
	 * @param registry where workers go
	 * @param workerMethods what makes workers out of methods
	 */
	public PirateWorkerAnnotationBeanPostProcessor(BeanFactory beanFactory,
			ObjectProvider<PirateWorkerRegistry> registry, ObjectProvider<WorkerMethods> workerMethods) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.workerMethods = workerMethods;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (bean instanceof AopInfrastructureBean || this.withoutWorkers.contains(type)) {
			return bean;
		}
		if (!AnnotationUtils.isCandidateClass(type, PirateWorker.class) || methods(type).isEmpty()) {
			this.withoutWorkers.add(type);
		}
		else if (this.complete) {
			register(bean, beanName);
		}
		else {
			this.found.put(beanName, bean);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.complete = true;
		this.withoutWorkers.clear();
		this.found.forEach((beanName, bean) -> register(bean, beanName));
		this.found.clear();
	}

	private void register(Object bean, String beanName) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		methods(type).forEach((method, annotation) -> {
			Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
			PirateWorkerDefinition definition = this.workerMethods.getObject()
				.definition(this.beanFactory, bean, beanName, type, invocable, annotation);
			boolean ioThread = new WorkerAttributes(this.beanFactory, definition.origin()).flag("ioThread",
					annotation.ioThread(), false);
			this.registry.getObject().register(ioThread ? definition.onIoThread() : definition);
		});
	}

	private static Map<Method, @Nullable PirateWorker> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<@Nullable PirateWorker>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, PirateWorker.class));
	}

}
