package io.pirate.sample.worker;

/**
 * What became of an order.
 *
 * @param item what was ordered
 * @param quantity how many
 * @param status how it stands
 */
record Receipt(String item, int quantity, String status) {
}
