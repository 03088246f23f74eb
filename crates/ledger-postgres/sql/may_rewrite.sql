SELECT bool_or(has_any_column_privilege(log, 'UPDATE') OR has_table_privilege(log, 'DELETE, TRUNCATE'))
FROM unnest(ARRAY['record', 'audit']) AS log
