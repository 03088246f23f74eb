SELECT clinic FROM head WHERE chart = $1 LIMIT 1
