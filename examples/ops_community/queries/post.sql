SELECT posts.id, posts.title, posts.body, posts.created_at, posts.author_id, users.name AS author
FROM posts
JOIN users ON users.id = posts.author_id
WHERE posts.id = :id
