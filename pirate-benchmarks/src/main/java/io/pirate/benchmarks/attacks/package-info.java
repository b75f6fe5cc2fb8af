/**
 * What others notice while a queue with CURVE is attacked. Their calls are measured with
 * nothing else going on, with the attack at their queue, and with the same attack at
 * another queue of the same machine, by turns: the last tells what the machine has to
 * bear from what the queue does. Afterwards the queue has to be as it was: the same
 * threads, heap and descriptors.
 */
@NullMarked
package io.pirate.benchmarks.attacks;

import org.jspecify.annotations.NullMarked;
