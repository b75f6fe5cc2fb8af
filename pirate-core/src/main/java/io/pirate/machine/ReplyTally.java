package io.pirate.machine;

/** Counts the messages that answered no call. */
final class ReplyTally {

	long late;

	long malformed;

}
