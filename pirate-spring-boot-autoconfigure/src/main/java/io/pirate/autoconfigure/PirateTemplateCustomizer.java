package io.pirate.autoconfigure;

import io.pirate.spring.PirateTemplate;

/** Changes templates before they are built, those of named connections too. */
@FunctionalInterface
public interface PirateTemplateCustomizer {

	/**
	 * Changes a template.
	 * @param builder what it will be built of
	 */
	void customize(PirateTemplate.Builder builder);

}
