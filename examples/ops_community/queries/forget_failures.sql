DELETE FROM login_failures WHERE ends_at <= :now
