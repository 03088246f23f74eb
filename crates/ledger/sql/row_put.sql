INSERT INTO row (clinic, space, key, version, value) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic, space, key) DO UPDATE SET version = excluded.version, value = excluded.value
