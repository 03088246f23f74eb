SELECT DISTINCT chart FROM head WHERE clinic = $1 AND chart > $2 ORDER BY chart LIMIT $3
