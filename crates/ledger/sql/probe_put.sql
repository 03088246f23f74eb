INSERT INTO probe (one) VALUES (1)
