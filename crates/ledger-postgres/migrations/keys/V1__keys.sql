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
GRANT SELECT ON refinery_schema_history TO namima_keys;
