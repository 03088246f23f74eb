INSERT INTO audit_head (clinic, seq, link) VALUES ($1, $2, $3)
ON CONFLICT (clinic) DO UPDATE SET seq = excluded.seq, link = excluded.link
