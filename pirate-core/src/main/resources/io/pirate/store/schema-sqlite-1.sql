-- Titanic, version 1, SQLite. Statements end with a semicolon at the end of a line.

-- Who takes requests to execute them. The file belongs to one process: all others are dead.
CREATE TABLE pirate_titanic_instance (
	number INTEGER PRIMARY KEY AUTOINCREMENT,
	name VARCHAR(64) NOT NULL,
	lease_ms BIGINT NOT NULL
);

-- state: 0 waiting, 1 answered, 2 failed, 3 dead letter. owner: the instance that has taken it.
-- closed: its client has closed it while a worker had it. request and reply: checksum, then what it was.
CREATE TABLE pirate_titanic_request (
	sequence INTEGER PRIMARY KEY,
	id VARCHAR(32) NOT NULL UNIQUE,
	service VARCHAR(255) NOT NULL,
	idempotency_key VARCHAR(255),
	state SMALLINT NOT NULL DEFAULT 0,
	closed SMALLINT NOT NULL DEFAULT 0,
	owner BIGINT,
	deliveries INTEGER NOT NULL DEFAULT 0,
	stored_ms BIGINT NOT NULL,
	ended_ms BIGINT,
	bytes BIGINT NOT NULL,
	request BLOB,
	reply BLOB
);

CREATE UNIQUE INDEX pirate_titanic_request_key ON pirate_titanic_request (service, idempotency_key)
	WHERE idempotency_key IS NOT NULL;

CREATE INDEX pirate_titanic_request_waiting ON pirate_titanic_request (service, sequence, stored_ms) WHERE state = 0;

CREATE INDEX pirate_titanic_request_ended ON pirate_titanic_request (state, ended_ms) WHERE state <> 0;

CREATE INDEX pirate_titanic_request_closed ON pirate_titanic_request (owner) WHERE closed = 1;
