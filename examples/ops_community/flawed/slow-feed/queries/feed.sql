SELECT
  posts.id, posts.title, posts.body, posts.created_at, posts.author_id, users.name AS author,
  (
    SELECT count(*) FROM posts AS other
    WHERE lower(other.title || other.body) LIKE '%' || lower(posts.title) || '%'
  ) AS mentions
FROM posts
JOIN users ON users.id = posts.author_id
WHERE posts.id < :before
ORDER BY posts.created_at DESC, posts.id DESC, mentions
LIMIT :limit
