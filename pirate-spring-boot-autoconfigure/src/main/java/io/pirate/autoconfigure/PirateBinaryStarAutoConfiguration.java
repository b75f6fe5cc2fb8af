package io.pirate.autoconfigure;

import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.star.LockRegistryArbiter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * The lock by which an embedded queue may be the active one of its pair, with
 * {@code pirate.binary-star.arbiter=lock-registry}.
 */
@AutoConfiguration(after = PirateQueueAutoConfiguration.class)
@ConditionalOnClass({ LockRegistry.class, RenewableLockRegistry.class })
@ConditionalOnBooleanProperty({ "pirate.queue.enabled", "pirate.binary-star.enabled" })
@ConditionalOnProperty(name = "pirate.binary-star.arbiter", havingValue = "lock-registry")
public final class PirateBinaryStarAutoConfiguration {

	/** Nobody asks for it, and without it nobody serves. */
	@Bean
	static LazyInitializationExcludeFilter pirateArbiterIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(LockRegistryArbiter.class);
	}

	@Bean
	@ConditionalOnMissingBean
	LockRegistryArbiter pirateLockRegistryArbiter(PirateProperties properties, PirateQueueLifecycle queue,
			ObjectProvider<LockRegistry<?>> registries) {
		BinaryStarProperties star = properties.binaryStar();
		LockRegistry<?> registry = registries.getIfUnique();
		if (!(registry instanceof RenewableLockRegistry<?> renewable)) {
			throw new PropertyCheck("pirate.binary-star")
				.wrong("arbiter", "lock-registry", (registry == null) ? "needs one bean of type LockRegistry"
						: "needs a registry that renews its locks, and " + registry.getClass().getName() + " does not",
						"Declare a bean such as JdbcLockRegistry or RedisLockRegistry.");
		}
		return new LockRegistryArbiter(renewable, star.lockKey(), star.lockTtl(), star.role(), queue);
	}

}
