SELECT users.id, users.email, users.name, users.role
FROM sessions
JOIN users ON users.id = sessions.user_id
WHERE sessions.token_hash = :token_hash AND sessions.expires_at > :now
