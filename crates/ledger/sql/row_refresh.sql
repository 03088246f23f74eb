UPDATE row SET version = $1, value = $2 WHERE clinic = $3 AND space = $4 AND key = $5
