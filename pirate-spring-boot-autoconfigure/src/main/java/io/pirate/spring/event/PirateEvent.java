package io.pirate.spring.event;

/** Any of our application events. */
public sealed interface PirateEvent permits WorkerJoinedEvent, WorkerLeftEvent, WorkerExpiredEvent,
		BinaryStarChangedEvent, BinaryStarProblemEvent, RequestDeadLetteredEvent, QueueJoinedEvent, QueueLostEvent,
		HandlerTimedOutEvent, EndpointConnectedEvent, EndpointLostEvent, TitanicDeadLetteredEvent, TitanicFailedEvent,
		TitanicRecoveredEvent, CallDeniedEvent, WorkerDeniedEvent {

}
