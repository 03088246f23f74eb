UPDATE wrapped_key SET seals = $1 WHERE key_id = $2
