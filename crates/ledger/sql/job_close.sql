UPDATE job SET closed_ms = $1 WHERE clinic = $2 AND id = $3 AND closed_ms IS NULL
