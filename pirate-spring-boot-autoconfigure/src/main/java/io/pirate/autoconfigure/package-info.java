@NullMarked
package io.pirate.autoconfigure;

import org.jspecify.annotations.NullMarked;
