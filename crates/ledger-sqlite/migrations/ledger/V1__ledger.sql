-- Sealed records. The key makes a chart contiguous on disk; nothing here tells kind or date.
CREATE TABLE record (
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    chart BLOB NOT NULL CHECK (length(chart) = 16),
    strand INTEGER NOT NULL CHECK (strand BETWEEN 0 AND 255),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    key_id BLOB NOT NULL CHECK (length(key_id) = 16),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    sealed BLOB NOT NULL,
    PRIMARY KEY (chart, strand, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX record_id ON record (chart, id);

-- The newest record of each strand; it also betrays a log whose tail was cut off.
CREATE TABLE head (
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    chart BLOB NOT NULL CHECK (length(chart) = 16),
    strand INTEGER NOT NULL CHECK (strand BETWEEN 0 AND 255),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    link BLOB NOT NULL CHECK (length(link) = 32),
    PRIMARY KEY (chart, strand)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    time_ms INTEGER NOT NULL,
    event BLOB NOT NULL CHECK (length(event) = 16),
    subject BLOB NOT NULL CHECK (length(subject) = 32),
    key_id BLOB NOT NULL CHECK (length(key_id) = 16),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    sealed BLOB NOT NULL,
    PRIMARY KEY (clinic, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_subject ON audit (clinic, subject, seq);
CREATE UNIQUE INDEX audit_event ON audit (clinic, event);

-- The newest event of each clinic, and the sealed sum of all heads, rows and jobs that stood there after it.
CREATE TABLE audit_head (
    clinic BLOB NOT NULL PRIMARY KEY CHECK (length(clinic) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    link BLOB NOT NULL CHECK (length(link) = 32),
    state BLOB NOT NULL CHECK (length(state) = 64)
) STRICT, WITHOUT ROWID;

-- Projections: opaque, rebuildable.
CREATE TABLE row (
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    space INTEGER NOT NULL CHECK (space BETWEEN 0 AND 255),
    key BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    value BLOB NOT NULL,
    PRIMARY KEY (clinic, space, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    clinic BLOB NOT NULL CHECK (length(clinic) = 16),
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 65535),
    chart BLOB NOT NULL CHECK (length(chart) = 16),
    due_ms INTEGER NOT NULL,
    closed_ms INTEGER,
    PRIMARY KEY (clinic, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_open ON job (clinic, due_ms, id) WHERE closed_ms IS NULL;
-- Open jobs of one chart, oldest due first.
CREATE INDEX job_open_of ON job (clinic, chart, due_ms, id) WHERE closed_ms IS NULL;

-- Written and emptied by the health check.
CREATE TABLE probe (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)) STRICT;

CREATE TRIGGER record_update BEFORE UPDATE ON record BEGIN
    SELECT RAISE(ABORT, 'records are append-only');
END;
CREATE TRIGGER record_delete BEFORE DELETE ON record BEGIN
    SELECT RAISE(ABORT, 'records are append-only');
END;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- INSERT OR REPLACE deletes without firing delete triggers, so the place of every new line is checked as well.
CREATE TRIGGER record_insert BEFORE INSERT ON record
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM record WHERE chart = NEW.chart AND strand = NEW.strand), 0)
    OR EXISTS (SELECT 1 FROM record WHERE chart = NEW.chart AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'records are append-only');
END;
CREATE TRIGGER audit_insert BEFORE INSERT ON audit
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit WHERE clinic = NEW.clinic), 0)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
