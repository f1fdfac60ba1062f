-- Users as they are listed, links that are for one user, and what belongs to a user.

ALTER TABLE users ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN email_key TEXT;
ALTER TABLE users ADD COLUMN last_sign_in_at INTEGER;
ALTER TABLE users ADD COLUMN development_name TEXT;
-- All who were there had signed in. SQLite knows the case of ASCII letters only: the others' keys
-- are mended when their users sign in.
UPDATE users SET name_key = lower(name), email_key = lower(email), last_sign_in_at = created_at;
CREATE INDEX users_by_name ON users (name_key, subject);
CREATE INDEX users_by_role ON users (role);
CREATE UNIQUE INDEX one_user_an_address ON users (email_key) WHERE email_key IS NOT NULL;
CREATE UNIQUE INDEX one_user_a_development_name ON users (development_name)
    WHERE development_name IS NOT NULL;

ALTER TABLE sign_in_links ADD COLUMN subject TEXT;
CREATE INDEX links_by_user ON sign_in_links (subject) WHERE subject IS NOT NULL;
CREATE INDEX sessions_by_user ON sessions (subject);
CREATE INDEX live_by_owner ON tokens (owner) WHERE revoked_at IS NULL;
