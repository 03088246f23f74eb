INSERT INTO audit (clinic, seq, time_ms, event, subject, key_id, commitment, link, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
