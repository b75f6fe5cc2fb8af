/**
 * What a Spring application types: {@link io.pirate.spring.PirateTemplate} asks,
 * {@link io.pirate.spring.PirateWorker} marks the methods that answer,
 * {@link io.pirate.spring.PirateWorkerRegistry} starts and stops them. Nothing here needs
 * Spring Boot; beans are made by {@code io.pirate.autoconfigure}.
 */
@NullMarked
package io.pirate.spring;

import org.jspecify.annotations.NullMarked;
