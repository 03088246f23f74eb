-- Sealed records. The key keeps a chart together and begins with it, so that charts can be spread over several servers.
CREATE TABLE record (
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    chart bytea NOT NULL CHECK (octet_length(chart) = 16),
    strand smallint NOT NULL CHECK (strand BETWEEN 0 AND 255),
    seq bigint NOT NULL CHECK (seq >= 1),
    id bytea NOT NULL CHECK (octet_length(id) = 16),
    key_id bytea NOT NULL CHECK (octet_length(key_id) = 16),
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    link bytea NOT NULL CHECK (octet_length(link) = 32),
    sealed bytea NOT NULL,
    PRIMARY KEY (chart, strand, seq)
);

CREATE UNIQUE INDEX record_id ON record (chart, id);

-- The newest record of each strand; it also betrays a log whose tail was cut off.
CREATE TABLE head (
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    chart bytea NOT NULL CHECK (octet_length(chart) = 16),
    strand smallint NOT NULL CHECK (strand BETWEEN 0 AND 255),
    seq bigint NOT NULL CHECK (seq >= 1),
    link bytea NOT NULL CHECK (octet_length(link) = 32),
    PRIMARY KEY (chart, strand)
) WITH (fillfactor = 70);

CREATE INDEX head_clinic ON head (clinic, chart);

CREATE TABLE audit (
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    seq bigint NOT NULL CHECK (seq >= 1),
    time_ms bigint NOT NULL,
    event bytea NOT NULL CHECK (octet_length(event) = 16),
    subject bytea NOT NULL CHECK (octet_length(subject) = 32),
    key_id bytea NOT NULL CHECK (octet_length(key_id) = 16),
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    link bytea NOT NULL CHECK (octet_length(link) = 32),
    sealed bytea NOT NULL,
    PRIMARY KEY (clinic, seq)
);

CREATE INDEX audit_subject ON audit (clinic, subject, seq);
CREATE UNIQUE INDEX audit_event ON audit (clinic, event);

-- The newest event of each clinic, and the sealed sum of all heads, rows and jobs that stood there after it. Locked first by
-- whoever writes for the clinic, so its row is there (with seq 0) before the first event.
CREATE TABLE audit_head (
    clinic bytea NOT NULL PRIMARY KEY CHECK (octet_length(clinic) = 16),
    seq bigint NOT NULL CHECK (seq >= 0),
    link bytea NOT NULL CHECK (octet_length(link) = 32),
    state bytea NOT NULL CHECK (octet_length(state) = 64)
) WITH (fillfactor = 50);

-- Projections: opaque, rebuildable.
CREATE TABLE row (
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    space smallint NOT NULL CHECK (space BETWEEN 0 AND 255),
    key bytea NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    value bytea NOT NULL,
    PRIMARY KEY (clinic, space, key)
) WITH (fillfactor = 70);

CREATE TABLE job (
    clinic bytea NOT NULL CHECK (octet_length(clinic) = 16),
    id bytea NOT NULL CHECK (octet_length(id) = 16),
    kind integer NOT NULL CHECK (kind BETWEEN 0 AND 65535),
    chart bytea NOT NULL CHECK (octet_length(chart) = 16),
    due_ms bigint NOT NULL,
    closed_ms bigint,
    PRIMARY KEY (clinic, id)
);

CREATE INDEX job_open ON job (clinic, due_ms, id) WHERE closed_ms IS NULL;
-- Open jobs of one chart, oldest due first.
CREATE INDEX job_open_of ON job (clinic, chart, due_ms, id) WHERE closed_ms IS NULL;

-- Written and emptied by the health check.
CREATE TABLE probe (one integer NOT NULL PRIMARY KEY CHECK (one = 1));

-- Ciphertext does not compress: no time is spent on trying.
ALTER TABLE record ALTER sealed SET STORAGE EXTERNAL;
ALTER TABLE audit ALTER sealed SET STORAGE EXTERNAL;
ALTER TABLE row ALTER value SET STORAGE EXTERNAL;

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

-- One role may put a record under another key after a partial erasure: the sealed bytes change, what the chain binds does not.
CREATE FUNCTION record_resealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'namima_reseal'
        OR (NEW.clinic, NEW.chart, NEW.strand, NEW.seq, NEW.id, NEW.commitment, NEW.link)
            IS DISTINCT FROM (OLD.clinic, OLD.chart, OLD.strand, OLD.seq, OLD.id, OLD.commitment, OLD.link)
    THEN
        RAISE EXCEPTION 'record is append-only';
    END IF;
    RETURN NEW;
END $$;

-- A line is added behind the newest of its log and nowhere else.
CREATE FUNCTION record_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> 1 + coalesce((SELECT max(seq) FROM record WHERE chart = NEW.chart AND strand = NEW.strand), 0) THEN
        RAISE EXCEPTION 'record is append-only' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit WHERE clinic = NEW.clinic), 0) THEN
        RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER record_insert BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION record_placed();
CREATE TRIGGER record_update BEFORE UPDATE ON record FOR EACH ROW EXECUTE FUNCTION record_resealed();
CREATE TRIGGER record_delete BEFORE DELETE ON record FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER record_truncate BEFORE TRUNCATE ON record EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_insert BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_placed();
CREATE TRIGGER audit_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION append_only();

GRANT SELECT, INSERT ON record, audit TO namima_run;
GRANT SELECT, INSERT, UPDATE ON head, audit_head, job TO namima_run;
GRANT SELECT, INSERT, UPDATE, DELETE ON row TO namima_run;
GRANT SELECT, INSERT, DELETE ON probe TO namima_run;
GRANT SELECT ON schema_history TO namima_run, namima_reseal;
GRANT SELECT ON record, head TO namima_reseal;
GRANT UPDATE (key_id, sealed) ON record TO namima_reseal;
