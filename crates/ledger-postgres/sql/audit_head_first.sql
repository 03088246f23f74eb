INSERT INTO audit_head (clinic, seq, link) VALUES ($1, 0, $2) ON CONFLICT (clinic) DO NOTHING
