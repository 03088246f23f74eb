INSERT INTO wrapped_key (key_id, clinic, owner, purpose, generation, created_ms, seals, wrapped)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
