-- What the business says of itself; empty texts for what it does not say.
ALTER TABLE sandbox ADD COLUMN about VARCHAR(500) DEFAULT '' NOT NULL;
ALTER TABLE sandbox ADD COLUMN website VARCHAR(2000) DEFAULT '' NOT NULL;
ALTER TABLE sandbox ADD COLUMN support_email VARCHAR(254) DEFAULT '' NOT NULL;
