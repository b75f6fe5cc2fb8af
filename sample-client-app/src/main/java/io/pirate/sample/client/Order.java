package io.pirate.sample.client;

/**
 * An order.
 *
 * @param item what is ordered
 * @param quantity how many
 */
record Order(String item, int quantity) {
}
