SELECT users.id, users.email, users.name, users.role
FROM api_keys
JOIN users ON users.id = api_keys.user_id
WHERE api_keys.key_hash = :key_hash
