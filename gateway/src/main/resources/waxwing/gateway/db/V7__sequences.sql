-- Each time that its cached values are used up, H2 commits a sequence to the disk by itself: of 32 by default.
-- A crash leaves a gap of at most so many.
ALTER TABLE outgoing ALTER COLUMN position SET CACHE 1000;
ALTER TABLE event ALTER COLUMN position SET CACHE 1000;
ALTER TABLE webhook_delivery ALTER COLUMN position SET CACHE 1000;
ALTER TABLE webhook_attempt ALTER COLUMN position SET CACHE 1000;
ALTER TABLE message ALTER COLUMN ordinal SET CACHE 1000;
