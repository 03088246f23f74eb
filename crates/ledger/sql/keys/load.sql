SELECT key_id, clinic, owner, purpose, generation, created_ms, wrapped FROM wrapped_key
WHERE clinic = $1 AND owner = $2 AND purpose = $3 ORDER BY generation
