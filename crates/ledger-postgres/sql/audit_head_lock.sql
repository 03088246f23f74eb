SELECT seq, link FROM audit_head WHERE clinic = $1 FOR UPDATE
