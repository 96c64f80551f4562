-- Each time that its cached values are used up, H2 commits a sequence to the disk by itself: of 32 by default.
-- A crash leaves a gap of at most so many.
ALTER TABLE contact ALTER COLUMN contact_id SET CACHE 1000;
ALTER TABLE message ALTER COLUMN row_id SET CACHE 1000;
ALTER TABLE outgoing ALTER COLUMN outgoing_id SET CACHE 1000;
ALTER TABLE pending_receipt ALTER COLUMN receipt_id SET CACHE 1000;
ALTER TABLE wanted_submit ALTER COLUMN wanted_id SET CACHE 1000;
ALTER TABLE event ALTER COLUMN cursor_id SET CACHE 1000;
