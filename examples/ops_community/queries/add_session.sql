INSERT INTO sessions (token_hash, user_id, expires_at) VALUES (:token_hash, :user_id, :expires_at)
