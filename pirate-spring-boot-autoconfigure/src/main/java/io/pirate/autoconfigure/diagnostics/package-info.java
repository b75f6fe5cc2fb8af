/**
 * What a failed start says: property, value and remedy instead of a stack trace.
 */
@NullMarked
package io.pirate.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
