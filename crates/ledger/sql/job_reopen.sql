INSERT INTO job (clinic, id, kind, chart, due_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic, id) DO UPDATE SET closed_ms = NULL
