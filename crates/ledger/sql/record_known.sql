SELECT 1 FROM record WHERE chart = $1 AND id = $2
