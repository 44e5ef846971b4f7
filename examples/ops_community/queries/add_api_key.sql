INSERT INTO api_keys (key_hash, user_id) VALUES (:key_hash, :user_id)
