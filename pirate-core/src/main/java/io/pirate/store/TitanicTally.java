package io.pirate.store;

/**
 * What an engine has done since its start, and how much is stored.
 *
 * @param stored requests stored
 * @param refused requests not stored
 * @param executed requests whose end was stored
 * @param lost leases that ended without a reply
 * @param requests everything stored
 * @param bytes its size
 */
public record TitanicTally(long stored, long refused, long executed, long lost, long requests, long bytes) {
}
