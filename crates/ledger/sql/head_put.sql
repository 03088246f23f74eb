INSERT INTO head (clinic, chart, strand, seq, link) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (chart, strand) DO UPDATE SET seq = excluded.seq, link = excluded.link
