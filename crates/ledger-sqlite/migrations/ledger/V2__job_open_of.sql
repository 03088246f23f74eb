-- Open jobs of one chart, oldest due first.
CREATE INDEX job_open_of ON job (clinic, chart, due_ms, id) WHERE closed_ms IS NULL;
