SELECT seq, time_ms, event, subject, key_id, commitment, link, sealed FROM audit
WHERE clinic = $1 AND subject = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4
