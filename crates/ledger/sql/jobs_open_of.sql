SELECT id, kind, chart, due_ms FROM job
WHERE clinic = $1 AND chart = $2 AND closed_ms IS NULL ORDER BY due_ms, id
