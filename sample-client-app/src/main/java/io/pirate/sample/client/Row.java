package io.pirate.sample.client;

/**
 * One part of a longer reply.
 *
 * @param number from 1
 * @param text what it says
 */
record Row(int number, String text) {
}
