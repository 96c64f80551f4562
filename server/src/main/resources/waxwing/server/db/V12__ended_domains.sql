-- A domain whose time is over stays for a while, so that its business can be told; no certificate carries it any more.
ALTER TABLE business_domain ADD COLUMN ended BOOLEAN DEFAULT FALSE NOT NULL;
