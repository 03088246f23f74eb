SELECT chart, strand, seq, id, key_id, commitment, link, sealed FROM record WHERE chart = $1 AND id = $2
