SELECT seals FROM wrapped_key WHERE key_id = $1 FOR UPDATE
