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

POSTGRESQL = (
    SCHEMA.replace(
        "INTEGER PRIMARY KEY", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    ).replace("created_at TEXT", "created_at timestamptz")
    + """
CREATE EXTENSION citext;
CREATE SCHEMA app;
CREATE TABLE docs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id bigint NOT NULL,
  email citext NOT NULL,
  state text NOT NULL,
  score int,
  body text NOT NULL,
  data jsonb NOT NULL,
  meta jsonb NOT NULL,
  tags text[] NOT NULL,
  during tsrange,
  search tsvector NOT NULL,
  at timestamptz NOT NULL,
  day timestamp NOT NULL
);
CREATE INDEX docs_open ON docs (owner_id) WHERE state = 'open';
CREATE INDEX docs_by_lower ON docs (lower(body));
CREATE INDEX docs_by_data ON docs USING gin (data);
CREATE INDEX docs_by_score ON docs (score) INCLUDE (state);
CREATE INDEX docs_by_at ON docs (at, id);
CREATE TABLE app.events (
  id bigint, at date NOT NULL, who text NOT NULL, PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.events_2 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
"""
)
"""The same, and what only PostgreSQL has."""

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

OF_POSTGRESQL_SOUND = [
    "SELECT * FROM docs WHERE owner_id = $1 AND state = 'open'",
    "SELECT * FROM docs WHERE state = 'open' ORDER BY owner_id LIMIT 5",
    "SELECT * FROM docs WHERE lower(body) = lower($1)",
    "SELECT * FROM docs WHERE data @> $1",
    "SELECT * FROM docs WHERE data ? 'key'",
    "SELECT * FROM docs WHERE id = ANY($1)",
    "SELECT * FROM posts WHERE id IN %s",
    "SELECT * FROM docs WHERE (at, id) < ($1, $2) ORDER BY at DESC, id DESC LIMIT 20",
    "SELECT score, state FROM docs WHERE score BETWEEN $1 AND $2",
    "SELECT DISTINCT ON (at) * FROM docs WHERE at > $1 ORDER BY at, id",
    "SELECT min(at), max(at) FROM docs",
    """INSERT INTO users (email, active, "group") VALUES ($1, true, 'x')
    ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id""",
    """UPDATE docs SET state = 'done' WHERE id = (SELECT id FROM docs
    WHERE state = 'open' ORDER BY owner_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""",
    """SELECT u.id, last.* FROM users u CROSS JOIN LATERAL (SELECT * FROM posts p
    WHERE p.kind = u.id ORDER BY p.id LIMIT 3) last WHERE u.id = $1""",
    """WITH RECURSIVE up AS (SELECT * FROM posts WHERE id = $1
    UNION ALL SELECT p.* FROM posts p JOIN up ON p.id = up.author_id) SELECT * FROM up""",
    "SELECT p.* FROM unnest($1::bigint[]) AS wanted (id) JOIN posts p ON p.id = wanted.id",
    "SELECT * FROM posts WHERE ($1::int IS NULL OR kind = $1) AND id = $2",
    "SELECT * FROM posts WHERE id = ? AND (? IS NULL OR title = ?)",
    "SELECT * FROM app.events WHERE id = $1",
    "SELECT * FROM app.events e WHERE e.id = $1 AND e.at > $2",
    "SELECT author_id, count(*) FROM posts GROUP BY author_id ORDER BY 2 DESC LIMIT 5",
    "SELECT *, row_number() OVER (PARTITION BY author_id ORDER BY title) FROM posts WHERE kind = $1",
    "SELECT a.id FROM posts a WHERE a.id IN (SELECT id FROM posts WHERE kind = $1)",
    """MERGE INTO users u USING (VALUES ($1, $2)) AS new (email, name) ON u.email = new.email
    WHEN MATCHED THEN UPDATE SET name = new.name
    WHEN NOT MATCHED THEN INSERT (email, active, "group") VALUES (new.email, true, 'x')""",
    "DELETE FROM posts p USING tags t WHERE t.post_id = p.id AND t.tag = $1 RETURNING p.id",
    "SELECT * FROM pg_class WHERE relname = $1",
    "VALUES (1), (2)",
    "TABLE posts",
]

OF_POSTGRESQL_LACKING = [
    ("SELECT * FROM docs WHERE owner_id = $1", "LR-SCH351", "docs (owner_id)"),
    (
        "SELECT * FROM docs WHERE owner_id = $1 AND state = 'done'",
        "LR-SCH351",
        "docs (owner_id, state)",
    ),
    ("SELECT * FROM docs WHERE email = $1", "LR-SCH351", "docs (email)"),
    ("SELECT * FROM posts WHERE author_id = ANY($1)", "LR-SCH351", "posts (author_id)"),
    ("SELECT * FROM posts WHERE author_id = ANY(%(ids)s::int[])", "LR-SCH351", "posts (author_id)"),
    ("SELECT * FROM posts WHERE author_id IN %s", "LR-SCH351", "posts (author_id)"),
    ("SELECT * FROM docs WHERE tags @> $1", "LR-SCH351", "docs USING gin (tags)"),
    ("SELECT * FROM docs WHERE tags && ARRAY['a', $1]", "LR-SCH351", "docs USING gin (tags)"),
    ("SELECT * FROM docs WHERE during && $1", "LR-SCH351", "docs USING gist (during)"),
    ("SELECT * FROM docs WHERE meta @> '{\"a\": 1}'", "LR-SCH351", "docs USING gin (meta)"),
    ("SELECT * FROM docs WHERE meta ? 'key'", "LR-SCH351", "docs USING gin (meta)"),
    ("SELECT * FROM docs WHERE search @@ to_tsquery($1)", "LR-SCH351", "docs USING gin (search)"),
    (
        "SELECT * FROM docs WHERE to_tsvector('english', body) @@ plainto_tsquery('english', $1)",
        "LR-SCH354",
        "docs USING gin ((to_tsvector('english', body)))",
    ),
    ("SELECT * FROM docs WHERE data ->> 'kind' = $1", "LR-SCH354", "docs ((data ->> 'kind'))"),
    (
        "SELECT * FROM docs WHERE (data ->> 'n')::int > $1",
        "LR-SCH354",
        "docs ((CAST((data ->> 'n') AS INT)))",
    ),
    (
        "SELECT * FROM docs WHERE date_trunc('day', day) = $1",
        "LR-SCH354",
        "docs ((DATE_TRUNC('day', day)))",
    ),
    ("SELECT * FROM docs WHERE at::date = $1", "LR-SCH354", ""),
    (
        "SELECT * FROM docs WHERE coalesce(score, 0) > $1",
        "LR-SCH354",
        "docs ((COALESCE(score, 0)))",
    ),
    ("SELECT * FROM docs WHERE $1 = ANY(tags)", "LR-SCH354", ""),
    ("SELECT * FROM docs WHERE body ILIKE '%word%'", "LR-SCH355", ""),
    ("SELECT * FROM docs WHERE body ILIKE $1", "LR-SCH355", ""),
    ("SELECT * FROM docs WHERE body LIKE 'abc%'", "LR-SCH351", "docs (body text_pattern_ops)"),
    (
        """SELECT * FROM posts WHERE (created_at, id) < ($1, $2)
        ORDER BY created_at DESC, id DESC LIMIT 20""",
        "LR-SCH353",
        "posts (created_at, id)",
    ),
    (
        "SELECT id FROM posts ORDER BY created_at DESC NULLS LAST, id DESC LIMIT 20",
        "LR-SCH353",
        "posts (created_at DESC NULLS LAST, id DESC)",
    ),
    (
        "SELECT id FROM posts ORDER BY created_at DESC FETCH FIRST 5 ROWS ONLY",
        "LR-SCH353",
        "posts (created_at)",
    ),
    ("SELECT max(day) FROM docs", "LR-SCH353", "docs (day)"),
    (
        """UPDATE docs SET state = 'done' WHERE id = (SELECT id FROM docs WHERE state = $1
        ORDER BY day LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""",
        "LR-SCH351",
        "docs (state, day)",
    ),
    (
        """SELECT u.id, last.* FROM users u CROSS JOIN LATERAL (SELECT * FROM posts p
        WHERE p.author_id = u.id ORDER BY p.created_at DESC LIMIT 3) last WHERE u.id = $1""",
        "LR-SCH352",
        "posts (author_id, created_at)",
    ),
    (
        "DELETE FROM posts USING users u WHERE u.id = posts.author_id AND u.email = $1",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        """UPDATE posts SET hidden = 1 FROM users u
        WHERE u.id = posts.author_id AND u.email = $1 RETURNING posts.id""",
        "LR-SCH352",
        "posts (author_id)",
    ),
    (
        "SELECT DISTINCT ON (author_id) * FROM posts WHERE title = $1 ORDER BY author_id, id DESC",
        "LR-SCH351",
        "posts (title)",
    ),
    (
        "SELECT * FROM posts WHERE id IN (SELECT id FROM posts WHERE author_id = $1)",
        "LR-SCH351",
        "posts (author_id)",
    ),
    (
        """INSERT INTO tags (post_id, tag) SELECT p.id, $1 FROM posts p WHERE p.title = $2
        ON CONFLICT DO NOTHING RETURNING tag""",
        "LR-SCH351",
        "posts (title)",
    ),
    ("SELECT * FROM app.events WHERE who = $1", "LR-SCH351", "app.events (who)"),
    (
        "SELECT * FROM app.events e WHERE e.who = $1 ORDER BY e.at DESC LIMIT 5",
        "LR-SCH351",
        "app.events (who, at)",
    ),
    ("SELECT * FROM docs WHERE nothing = ANY($1)", "LR-SCH350", ""),
]
