/**
 * What you call: {@link io.pirate.PirateClient} asks,
 * {@link io.pirate.PirateWorkerContainer} answers, {@link io.pirate.PirateQueue} stands
 * between them, {@link io.pirate.PirateTitanic} keeps on disk what
 * {@link io.pirate.TitanicClient} leaves with it. Each is started and closed by its
 * owner, safe for use by many threads, and described by an immutable options record that
 * validates itself. No Spring is needed here.
 */
@NullMarked
package io.pirate;

import org.jspecify.annotations.NullMarked;
