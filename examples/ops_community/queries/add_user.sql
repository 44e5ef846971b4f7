INSERT INTO users (email, name, role, password_hash, joined_at)
VALUES (:email, :name, :role, :password_hash, :joined_at)
ON CONFLICT (email) DO NOTHING
RETURNING id
