-- SHA-256 of the ciphertext, to know an envelope that comes again under another name. NULL for those from before.
ALTER TABLE seen_envelope ADD COLUMN ciphertext_digest BINARY(32);
CREATE INDEX seen_envelope_by_ciphertext ON seen_envelope (sender, device_id, ciphertext_digest);
