INSERT INTO posts (author_id, title, body, created_at)
VALUES (:author_id, :title, :body, :created_at)
RETURNING id
