INSERT INTO login_failures (who, failures, ends_at) VALUES (:who, 1, :ends_at)
ON CONFLICT (who) DO UPDATE SET
  failures = CASE WHEN ends_at <= :now THEN 1 ELSE failures + 1 END,
  ends_at = CASE WHEN ends_at <= :now THEN excluded.ends_at ELSE ends_at END
