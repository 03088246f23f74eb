-- Wrapped keys. This database is no part of the ledger's backups.
CREATE TABLE wrapped_key (
    key_id bytea NOT NULL PRIMARY KEY CHECK (octet_length(key_id) = 16),
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    owner bytea NOT NULL CHECK (octet_length(owner) = 16),
    purpose integer NOT NULL CHECK (purpose BETWEEN 0 AND 65535),
    generation bigint NOT NULL CHECK (generation BETWEEN 0 AND 4294967295),
    created_ms bigint NOT NULL,
    seals bigint NOT NULL CHECK (seals >= 0),
    wrapped bytea NOT NULL,
    UNIQUE (clinic, owner, purpose, generation)
);

-- What is left of a destroyed key: that it was, and since when it is gone (UTC, milliseconds since 1970).
CREATE TABLE destroyed (
    key_id bytea NOT NULL PRIMARY KEY CHECK (octet_length(key_id) = 16),
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    owner bytea NOT NULL CHECK (octet_length(owner) = 16),
    purpose integer NOT NULL,
    generation bigint NOT NULL,
    created_ms bigint NOT NULL,
    destroyed_ms bigint NOT NULL DEFAULT (floor(extract(epoch FROM clock_timestamp()) * 1000))
);
-- A subject's generations go on behind those that were destroyed.
CREATE INDEX destroyed_subject ON destroyed (clinic, owner, purpose, generation);

CREATE FUNCTION on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was destroyed stays on record';
END $$;

CREATE TRIGGER destroyed_update BEFORE UPDATE ON destroyed FOR EACH ROW EXECUTE FUNCTION on_record();
CREATE TRIGGER destroyed_delete BEFORE DELETE ON destroyed FOR EACH ROW EXECUTE FUNCTION on_record();
CREATE TRIGGER destroyed_truncate BEFORE TRUNCATE ON destroyed EXECUTE FUNCTION on_record();

-- How often keys were destroyed: what another process holds in memory is worth nothing once it has risen. It rises with every
-- wrapping that goes or is overwritten, whoever does it; a key that is put under another root key lives on.
CREATE TABLE epoch (
    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
    number bigint NOT NULL CHECK (number >= 0)
);
INSERT INTO epoch (one, number) VALUES (1, 0);

-- Waits until nobody holds the keys: holders share this lock until their own COMMIT has returned. The number is ours alone.
CREATE FUNCTION raise_epoch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7310294118370231);
    UPDATE epoch SET number = number + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER wrapped_key_gone AFTER DELETE ON wrapped_key FOR EACH STATEMENT EXECUTE FUNCTION raise_epoch();
CREATE TRIGGER wrapped_key_truncated AFTER TRUNCATE ON wrapped_key FOR EACH STATEMENT EXECUTE FUNCTION raise_epoch();
-- What is compared stands in the function: a column that a trigger names could not be written anew below.
CREATE FUNCTION raise_epoch_if_overwritten() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.key_id, NEW.clinic, NEW.owner, NEW.purpose, NEW.generation, NEW.created_ms)
            IS DISTINCT FROM (OLD.key_id, OLD.clinic, OLD.owner, OLD.purpose, OLD.generation, OLD.created_ms)
        OR (NEW.wrapped IS DISTINCT FROM OLD.wrapped
            AND substring(NEW.wrapped FROM 1 FOR 9) IS NOT DISTINCT FROM substring(OLD.wrapped FROM 1 FOR 9))
    THEN
        PERFORM pg_advisory_xact_lock(7310294118370231);
        UPDATE epoch SET number = number + 1;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER wrapped_key_overwritten AFTER UPDATE ON wrapped_key FOR EACH ROW
EXECUTE FUNCTION raise_epoch_if_overwritten();

-- The newest checkpoint of each clinic, with the place of the audit chain that it was taken at.
CREATE TABLE checkpoint (
    clinic bytea NOT NULL PRIMARY KEY CHECK (octet_length(clinic) = 16),
    seq bigint NOT NULL CHECK (seq >= 0),
    body bytea NOT NULL
);

-- Writes the table anew with the rows that are there; the old file is emptied at COMMIT, whoever may still have seen its
-- dead rows. It waits until nobody reads the table, so a backup under way is not disturbed. (CLUSTER and VACUUM FULL would
-- keep dead rows for the sake of any old snapshot.)
CREATE FUNCTION forget_dead_keys() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ALTER TABLE wrapped_key ALTER wrapped TYPE bytea USING substring(wrapped FROM 1);
END $$;

REVOKE EXECUTE ON FUNCTION forget_dead_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_dead_keys() TO namima_keys;
GRANT SELECT, INSERT, UPDATE, DELETE ON wrapped_key TO namima_keys;
GRANT SELECT, INSERT ON destroyed TO namima_keys;
GRANT SELECT ON epoch TO namima_keys;
GRANT SELECT, INSERT, UPDATE ON checkpoint TO namima_keys;
GRANT SELECT ON schema_history TO namima_keys;
