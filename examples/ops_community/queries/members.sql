SELECT
  users.id, users.name, users.email, users.role, users.joined_at,
  (SELECT count(*) FROM posts WHERE posts.author_id = users.id) AS posts
FROM users
ORDER BY users.id
LIMIT :limit
