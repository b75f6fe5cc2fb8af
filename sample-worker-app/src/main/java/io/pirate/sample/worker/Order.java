package io.pirate.sample.worker;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/**
 * What somebody orders.
 *
 * @param item what
 * @param quantity how many, at least one
 */
record Order(@NotBlank String item, @Positive int quantity) {
}
