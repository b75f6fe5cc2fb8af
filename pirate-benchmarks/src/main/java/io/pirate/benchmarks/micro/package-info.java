/**
 * JMH benchmarks of single steps: codecs, the queue's decisions, the invocation of an
 * annotated method. No socket is involved.
 */
@NullMarked
package io.pirate.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
