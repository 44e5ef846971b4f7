DELETE FROM login_failures WHERE who = :who
