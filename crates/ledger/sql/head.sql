SELECT seq, link, clinic FROM head WHERE chart = $1 AND strand = $2
