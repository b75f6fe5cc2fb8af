/**
 * Between objects and body frames. {@code byte[]}, {@code String} and
 * {@code List<byte[]>} need no converter; everything else goes to Spring's message
 * converters, by default JSON by Jackson. The target type decides, the content type only
 * helps; no type name ever comes from the wire.
 */
@NullMarked
package io.pirate.spring.convert;

import org.jspecify.annotations.NullMarked;
