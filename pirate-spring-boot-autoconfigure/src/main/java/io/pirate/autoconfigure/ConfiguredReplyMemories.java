package io.pirate.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.pirate.dedup.DeduplicationException;
import io.pirate.dedup.JdbcReplyMemory;
import io.pirate.dedup.ReplyMemory;
import io.pirate.spring.PirateWorkerDefinitionException;
import io.pirate.spring.ReplyMemories;
import io.pirate.spring.dedup.CacheReplyMemory;
import io.pirate.spring.dedup.CaffeineReplyMemory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.util.ClassUtils;

/** Makes each memory when the first worker wants it. */
final class ConfiguredReplyMemories implements ReplyMemories, DisposableBean {

	private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

	private static final String CACHE = "cache:";

	private final DeduplicationProperties properties;

	private final BeanFactory beans;

	private final Map<String, ReplyMemory> memories = new ConcurrentHashMap<>();

	ConfiguredReplyMemories(DeduplicationProperties properties, BeanFactory beans) {
		this.properties = properties;
		this.beans = beans;
	}

	@Override
	public ReplyMemory memory(String store, String origin) {
		ReplyMemory known = this.memories.get(store);
		if (known != null) {
			return known;
		}
		ReplyMemory fresh = make(store, origin);
		this.memories.put(store, fresh);
		return fresh;
	}

	@Override
	public void destroy() {
		this.memories.values().forEach((memory) -> {
			if (memory instanceof JdbcReplyMemory jdbc) {
				jdbc.close();
			}
		});
	}

	private ReplyMemory make(String store, String origin) {
		if (store.equals("memory")) {
			return inMemory(origin);
		}
		if (store.equals("store")) {
			return inDatabase(origin);
		}
		if (store.startsWith(CACHE)) {
			return inCache(store.substring(CACHE.length()), origin);
		}
		try {
			return this.beans.getBean(store, ReplyMemory.class);
		}
		catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException ex) {
			throw wrong(origin, store, "is neither memory, store nor cache:<name>, and there is no such bean of type "
					+ ReplyMemory.class.getName(), "Use one of these, or declare the bean.");
		}
	}

	private ReplyMemory inMemory(String origin) {
		if (!ClassUtils.isPresent(CAFFEINE, null)) {
			throw wrong(origin, "memory", "needs Caffeine, which is not on the class path",
					"Add the dependency com.github.ben-manes.caffeine:caffeine, whose version Spring Boot manages.");
		}
		return new CaffeineReplyMemory(this.properties.keep(), this.properties.maxMemory().toBytes());
	}

	private ReplyMemory inDatabase(String origin) {
		DataSource database = this.beans.getBeanProvider(DataSource.class).getIfUnique();
		if (database == null) {
			throw wrong(origin, "store", "needs exactly one DataSource, or a primary one",
					"Configure spring.datasource.* for a database that all workers of the service share.");
		}
		try {
			return new JdbcReplyMemory(database, this.properties.keep(), this.properties.lease(),
					this.properties.initializeSchema().appliesTo(database));
		}
		catch (DeduplicationException ex) {
			throw wrong(origin, "store", "cannot be used. " + ex.getMessage(),
					"Check the database, and create the table: by pirate.deduplication.initialize-schema=always, or by "
							+ "hand as docs/titanic.md shows.");
		}
	}

	private ReplyMemory inCache(String name, String origin) {
		CacheManager caches = this.beans.getBeanProvider(CacheManager.class).getIfUnique();
		if (caches == null) {
			throw wrong(origin, CACHE + name, "needs Spring's cache abstraction, and there is no CacheManager",
					"Add spring-boot-starter-cache and @EnableCaching, or declare a CacheManager.");
		}
		Cache cache = caches.getCache(name);
		if (cache == null) {
			throw wrong(origin, CACHE + name, "names no cache; there are " + caches.getCacheNames(),
					"Declare the cache, for example by spring.cache.cache-names=" + name + ".");
		}
		return new CacheReplyMemory(cache);
	}

	private static PirateWorkerDefinitionException wrong(String origin, String store, @Nullable String problem,
			String remedy) {
		return new PirateWorkerDefinitionException(origin + ": deduplicate = \"" + store + "\" " + problem, remedy);
	}

}
