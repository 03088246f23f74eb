INSERT INTO record (clinic, chart, strand, seq, id, key_id, commitment, link, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
