package io.pirate.autoconfigure;

import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Keeps {@code spring.main.lazy-initialization} away from beans with {@link PirateWorker}
 * methods and from what starts them.
 */
final class EagerWorkers implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		Class<?> type = ClassUtils.getUserClass(beanType);
		return PirateWorkerRegistry.class.isAssignableFrom(type)
				|| (AnnotationUtils.isCandidateClass(type, PirateWorker.class) && hasWorker(type));
	}

	private static boolean hasWorker(Class<?> type) {
		return !MethodIntrospector
			.selectMethods(type,
					(MethodIntrospector.MetadataLookup<Boolean>) (
							method) -> AnnotatedElementUtils.hasAnnotation(method, PirateWorker.class) ? true : null)
			.isEmpty();
	}

}
