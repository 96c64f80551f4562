-- The domains that the relay certified of a business, with commas between them.
ALTER TABLE contact ADD COLUMN domains TEXT DEFAULT '' NOT NULL;
-- What the relay last certified of this account: a serialised SignedCertificate.
ALTER TABLE own_account ADD COLUMN certificate BYTEA;
