"""Queries on a small schema: what each lacks, and the index that mends it."""

SCHEMA = """
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  active BOOLEAN NOT NULL,
  "group" TEXT NOT NULL
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES users (id),
  kind INTEGER NOT NULL,
  title TEXT NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
CREATE INDEX posts_by_kind ON posts (kind);
CREATE TABLE tags (post_id INTEGER NOT NULL REFERENCES posts (id), tag TEXT NOT NULL, PRIMARY KEY (tag, post_id));
"""
"""The sound one has every index that a sound query needs, and no other."""

SOUND = [
    "SELECT * FROM posts WHERE id = ?",
    "SELECT * FROM users WHERE email = ?",
    "SELECT * FROM posts WHERE kind = ?",
    "SELECT * FROM posts WHERE kind IN (?, ?) AND title = ?",
    "SELECT * FROM posts WHERE kind > ?",
    "SELECT * FROM posts ORDER BY id DESC LIMIT 20",
    "SELECT * FROM posts WHERE id < ? ORDER BY id DESC LIMIT 20",
    "SELECT * FROM posts ORDER BY kind LIMIT 20",
    "SELECT * FROM posts ORDER BY created_at",
    "SELECT p.*, u.name FROM posts p JOIN users u ON u.id = p.author_id",
    "SELECT p.*, u.name FROM posts p JOIN users u ON u.id = p.author_id ORDER BY p.id LIMIT 5",
    "SELECT tag FROM tags WHERE tag = ?",
    "SELECT p.* FROM tags t JOIN posts p ON p.id = t.post_id WHERE t.tag = ?",
    "SELECT count(*) FROM posts",
    "SELECT 1 FROM users LIMIT 1",
    "SELECT max(id) FROM posts",
    "SELECT * FROM users WHERE active = ?",
    "SELECT * FROM posts WHERE hidden = 0",
    "SELECT * FROM posts WHERE title <> ?",
    "SELECT * FROM posts WHERE kind NOT IN (?)",
    "SELECT * FROM posts WHERE kind = ? OR id = ?",
    "INSERT INTO posts (author_id, kind, title, created_at) VALUES (?, ?, ?, ?)",
    "UPDATE posts SET title = ? WHERE id = ?",
    "DELETE FROM posts WHERE kind = ?",
    "SELECT * FROM posts WHERE id IN (SELECT post_id FROM tags WHERE tag = ?)",
    "WITH mine AS (SELECT * FROM posts WHERE kind = ?) SELECT * FROM mine WHERE title = 'x'",
]

LACKING = [
    # query, rule, index
    ("SELECT * FROM posts WHERE author_id = ?", "LR-SCH351", "posts (author_id)"),
    (
        "SELECT * FROM posts WHERE author_id = :a AND title = :t",
        "LR-SCH351",
        "posts (author_id, title)",
    ),
    (
        "SELECT * FROM posts WHERE author_id = ? AND created_at > ?",
        "LR-SCH351",
        "posts (author_id, created_at)",
    ),
    ("SELECT * FROM posts WHERE created_at BETWEEN ? AND ?", "LR-SCH351", "posts (created_at)"),
    ("SELECT * FROM posts AS p WHERE p.title IN (?, ?)", "LR-SCH351", "posts (title)"),
    ("SELECT * FROM users WHERE name IS NULL", "LR-SCH351", "users (name)"),
    ('SELECT * FROM users WHERE "group" = ?', "LR-SCH351", 'users ("group")'),
    ("SELECT * FROM users WHERE active = ? AND name = ?", "LR-SCH351", "users (name)"),
    ("SELECT * FROM posts WHERE title = ? OR title = ?", "LR-SCH351", "posts (title)"),
    ("SELECT * FROM posts WHERE kind = ? OR title = ?", "LR-SCH351", "posts (title)"),
    ("DELETE FROM posts WHERE created_at < ?", "LR-SCH351", "posts (created_at)"),
    ("UPDATE posts SET kind = ? WHERE title = ?", "LR-SCH351", "posts (title)"),
    (
        "INSERT INTO tags (post_id, tag) SELECT id, ? FROM posts WHERE title = ?",
        "LR-SCH351",
        "posts (title)",
    ),
    (
        "SELECT * FROM posts WHERE kind = ? UNION ALL SELECT * FROM posts WHERE title = ?",
        "LR-SCH351",
        "posts (title)",
    ),
    (
        "WITH mine AS (SELECT * FROM posts WHERE title = ?) SELECT * FROM mine",
        "LR-SCH351",
        "posts (title)",
    ),
    (
        "SELECT * FROM users WHERE id IN (SELECT author_id FROM posts WHERE title = ?)",
        "LR-SCH351",
        "posts (title)",
    ),
    (
        "SELECT * FROM posts WHERE author_id = ? AND id < ? ORDER BY id DESC LIMIT 20",
        "LR-SCH351",
        "posts (author_id, id)",
    ),
    (
        "SELECT * FROM posts WHERE author_id = ? ORDER BY created_at DESC LIMIT 20",
        "LR-SCH351",
        "posts (author_id, created_at)",
    ),
    ("SELECT * FROM posts WHERE author_id = %s", "LR-SCH351", "posts (author_id)"),
    ("SELECT * FROM posts WHERE author_id = %(author)s", "LR-SCH351", "posts (author_id)"),
    (
        "SELECT * FROM users u JOIN posts p ON p.author_id = u.id WHERE u.email = ?",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        "SELECT * FROM users u LEFT JOIN posts p ON p.author_id = u.id WHERE u.id = ?",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        "SELECT u.*, (SELECT count(*) FROM posts p WHERE p.author_id = u.id) FROM users u WHERE u.id = ?",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        "SELECT * FROM users u WHERE u.id = ? AND EXISTS (SELECT 1 FROM posts p WHERE p.author_id = u.id)",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        "SELECT t.tag FROM posts p JOIN tags t ON t.post_id = p.id WHERE p.id = ?",
        "LR-SCH352",
        "tags (post_id)",
    ),
    ("SELECT * FROM posts ORDER BY created_at DESC LIMIT 20", "LR-SCH353", "posts (created_at)"),
    (
        "SELECT * FROM posts ORDER BY created_at DESC, title LIMIT ?",
        "LR-SCH353",
        "posts (created_at DESC, title)",
    ),
    ("SELECT created_at AS at FROM posts ORDER BY at LIMIT 5", "LR-SCH353", "posts (created_at)"),
    (
        "SELECT * FROM (SELECT * FROM posts ORDER BY created_at LIMIT 3) AS newest",
        "LR-SCH353",
        "posts (created_at)",
    ),
    ("SELECT max(created_at) FROM posts", "LR-SCH353", "posts (created_at)"),
    ("SELECT * FROM users WHERE lower(email) = ?", "LR-SCH354", "users ((LOWER(email)))"),
    ("SELECT * FROM posts WHERE kind + 1 = ?", "LR-SCH354", "posts ((kind + 1))"),
    ("SELECT * FROM posts WHERE coalesce(title, ?) = ?", "LR-SCH354", ""),
    ("SELECT * FROM posts WHERE title LIKE '%word%'", "LR-SCH355", ""),
    ("SELECT * FROM posts WHERE title LIKE '%' || ? || '%'", "LR-SCH355", ""),
    ("SELECT * FROM posts WHERE lower(title) LIKE '%word'", "LR-SCH355", ""),
    ("SELECT nothing FROM posts", "LR-SCH350", ""),
    ("SELECT * FROM nowhere WHERE id = ?", "LR-SCH350", ""),
]
