INSERT INTO destroyed (key_id, clinic, owner, purpose, generation, created_ms)
SELECT key_id, clinic, owner, purpose, generation, created_ms FROM wrapped_key WHERE key_id = $1
