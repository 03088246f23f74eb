-- Wrapped keys. This database lives in a folder of its own and is no part of the ledger's backups.
CREATE TABLE wrapped_key (
    key_id BLOB NOT NULL PRIMARY KEY CHECK (length(key_id) = 16),
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    owner BLOB NOT NULL CHECK (length(owner) = 16),
    purpose INTEGER NOT NULL CHECK (purpose BETWEEN 0 AND 65535),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    created_ms INTEGER NOT NULL,
    seals INTEGER NOT NULL CHECK (seals >= 0),
    wrapped BLOB NOT NULL,
    UNIQUE (clinic, owner, purpose, generation)
) STRICT, WITHOUT ROWID;

-- What is left of a destroyed key: that it was, and since when it is gone (UTC, milliseconds since 1970).
CREATE TABLE destroyed (
    key_id BLOB NOT NULL PRIMARY KEY CHECK (length(key_id) = 16),
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    owner BLOB NOT NULL CHECK (length(owner) = 16),
    purpose INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    destroyed_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
) STRICT, WITHOUT ROWID;
-- A subject's generations go on behind those that were destroyed.
CREATE INDEX destroyed_subject ON destroyed (clinic, owner, purpose, generation);

CREATE TRIGGER destroyed_update BEFORE UPDATE ON destroyed BEGIN
    SELECT RAISE(ABORT, 'what was destroyed stays on record');
END;
CREATE TRIGGER destroyed_delete BEFORE DELETE ON destroyed BEGIN
    SELECT RAISE(ABORT, 'what was destroyed stays on record');
END;
