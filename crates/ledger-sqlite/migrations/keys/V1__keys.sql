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

-- How often keys were destroyed: what another process holds in memory is worth nothing once it has risen. It rises with every
-- wrapping that goes or is overwritten, whoever does it; a key that is put under another root key lives on.
CREATE TABLE epoch (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL CHECK (number >= 0)
) STRICT;
INSERT INTO epoch (one, number) VALUES (1, 0);

CREATE TRIGGER epoch_kept BEFORE DELETE ON epoch BEGIN
    SELECT RAISE(ABORT, 'the epoch stays');
END;
CREATE TRIGGER epoch_rises BEFORE UPDATE ON epoch WHEN NEW.number <= OLD.number BEGIN
    SELECT RAISE(ABORT, 'the epoch only rises');
END;
CREATE TRIGGER wrapped_key_gone AFTER DELETE ON wrapped_key BEGIN
    UPDATE epoch SET number = number + 1;
END;
CREATE TRIGGER wrapped_key_overwritten AFTER UPDATE ON wrapped_key
WHEN (NEW.key_id, NEW.clinic, NEW.owner, NEW.purpose, NEW.generation, NEW.created_ms)
        IS NOT (OLD.key_id, OLD.clinic, OLD.owner, OLD.purpose, OLD.generation, OLD.created_ms)
    OR (NEW.wrapped IS NOT OLD.wrapped AND substr(NEW.wrapped, 1, 9) IS substr(OLD.wrapped, 1, 9))
BEGIN
    UPDATE epoch SET number = number + 1;
END;

-- The newest checkpoint of each clinic, with the place of the audit chain that it was taken at.
CREATE TABLE checkpoint (
    clinic BLOB NOT NULL PRIMARY KEY CHECK (length(clinic) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
