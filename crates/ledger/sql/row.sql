SELECT key, version, value FROM row WHERE clinic = $1 AND space = $2 AND key = $3
