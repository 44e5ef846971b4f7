CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  expires_at REAL NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- one row for each account or address that failed lately
CREATE TABLE login_failures (
  who TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  ends_at REAL NOT NULL
) STRICT;
CREATE INDEX login_failures_by_end ON login_failures (ends_at);
