@NullMarked
package io.pirate.spring;

import org.jspecify.annotations.NullMarked;
