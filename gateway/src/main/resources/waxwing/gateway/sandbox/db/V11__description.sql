-- What the business says of itself; empty texts for what it does not say.
-- 500 characters, which may be two UTF-16 units each.
ALTER TABLE sandbox ADD COLUMN about VARCHAR(1000) DEFAULT '' NOT NULL;
ALTER TABLE sandbox ADD COLUMN website VARCHAR(2000) DEFAULT '' NOT NULL;
ALTER TABLE sandbox ADD COLUMN support_email VARCHAR(254) DEFAULT '' NOT NULL;
