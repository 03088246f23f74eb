SELECT seq, time_ms, event, subject, key_id, commitment, link, sealed FROM audit
WHERE clinic = $1 AND seq > $2 ORDER BY seq LIMIT $3
