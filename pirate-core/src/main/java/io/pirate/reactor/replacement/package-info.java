/**
 * How a class of ours takes the place of one of JeroMQ's before that is loaded. Neither a
 * bytecode library nor an agent is needed: a lookup with JeroMQ's own rights defines our
 * compiled class, renamed, in JeroMQ's package and class loader. That is done only where
 * the stock class is the very one ours was written for, and only once in a process; where
 * it cannot be done, JeroMQ stays as it is and the state says why.
 */
@NullMarked
package io.pirate.reactor.replacement;

import org.jspecify.annotations.NullMarked;
