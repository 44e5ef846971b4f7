SELECT posts.id, posts.title, posts.body, posts.created_at, posts.author_id, users.name AS author
FROM posts_words
JOIN posts ON posts.id = posts_words.rowid
JOIN users ON users.id = posts.author_id
WHERE posts_words MATCH :words
ORDER BY posts_words.rank
LIMIT :limit
