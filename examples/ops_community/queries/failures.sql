SELECT failures, ends_at FROM login_failures WHERE who = :who AND ends_at > :now
