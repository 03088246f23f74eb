SELECT 1 AS taken FROM wrapped_key WHERE key_id = $1
UNION ALL SELECT 1 FROM destroyed WHERE key_id = $1
UNION ALL SELECT 1 FROM wrapped_key WHERE clinic = $2 AND owner = $3 AND purpose = $4 AND generation = $5
LIMIT 1
