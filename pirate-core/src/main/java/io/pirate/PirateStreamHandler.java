package io.pirate;

import java.util.concurrent.Flow;

import io.pirate.machine.Job;
import io.pirate.wire.Reply;

/**
 * Answers requests in parts. Called on the worker's executor; at most {@code concurrency}
 * replies are open at once.
 */
@FunctionalInterface
public interface PirateStreamHandler {

	/**
	 * Answers a request. The publisher is subscribed to once, at once, and asked for as
	 * many parts as its reader takes: it holds no thread while it is asked for none. Its
	 * {@code request} and {@code cancel} are called on the worker's executor, and
	 * {@code cancel} perhaps while {@code request} is still running; it may publish on
	 * any thread.
	 * <p>
	 * With Majordomo 0.2 (RFC 18) every part travels as a PARTIAL and the last as a
	 * FINAL; a queue of another protocol that is not ours gets the last part only. A part
	 * that is a failure ends the reply, like {@code onError}. A reply without parts is
	 * valid.
	 * @param job the request
	 * @return the parts; see {@link Parts} for those of an iterator
	 * @throws Exception any failure: it becomes an error reply {@code handler-failed}
	 */
	Flow.Publisher<Reply> handle(Job job) throws Exception;

}
