SELECT strand, seq, link FROM head WHERE chart = $1 ORDER BY strand
