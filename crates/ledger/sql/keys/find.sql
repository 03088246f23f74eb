SELECT key_id, clinic, owner, purpose, generation, created_ms, wrapped FROM wrapped_key WHERE key_id = $1
