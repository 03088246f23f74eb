SELECT 1 AS known FROM record WHERE chart = $1 AND id = $2
