SELECT max(known.generation) AS generation FROM (
    SELECT generation FROM wrapped_key WHERE clinic = $1 AND owner = $2 AND purpose = $3
    UNION ALL SELECT generation FROM destroyed WHERE clinic = $1 AND owner = $2 AND purpose = $3
) AS known
