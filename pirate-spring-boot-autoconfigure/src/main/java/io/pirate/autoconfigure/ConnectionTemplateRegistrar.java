package io.pirate.autoconfigure;

import io.pirate.spring.PirateTemplate;

import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * One template for each named connection, called {@code <name>PirateTemplate} and
 * injected by {@code @Qualifier("<name>")} only, so that the default one stays the only
 * candidate without a qualifier.
 */
final class ConnectionTemplateRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	ConnectionTemplateRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		Binder.get(this.environment)
			.bind("pirate.connections", Bindable.mapOf(String.class, Object.class))
			.ifBound((connections) -> connections.keySet().forEach((name) -> register(name, registry)));
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		String beanName = name + "PirateTemplate";
		if (registry.containsBeanDefinition(beanName)) {
			return;
		}
		RootBeanDefinition template = new RootBeanDefinition(PirateTemplate.class);
		template.setFactoryBeanName("pirateTemplateFactory");
		template.setFactoryMethodName("template");
		template.getConstructorArgumentValues().addGenericArgumentValue(name);
		template.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		template.setDefaultCandidate(false);
		template.setLazyInit(true);
		registry.registerBeanDefinition(beanName, template);
	}

}
