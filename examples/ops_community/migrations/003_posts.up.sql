CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the id of a removed post is never given again
  author_id INTEGER NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX posts_by_author ON posts (author_id);

CREATE VIRTUAL TABLE posts_words USING fts5 (title, body, content = 'posts', content_rowid = 'id');
CREATE TRIGGER posts_added AFTER INSERT ON posts BEGIN
  INSERT INTO posts_words (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER posts_removed AFTER DELETE ON posts BEGIN
  INSERT INTO posts_words (posts_words, rowid, title, body)
  VALUES ('delete', old.id, old.title, old.body);
END;
