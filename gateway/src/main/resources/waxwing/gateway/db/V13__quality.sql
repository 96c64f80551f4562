-- How the relay last rated the business; NULL before it was first asked, and from before this was kept.
ALTER TABLE standing ADD COLUMN rating VARCHAR(16);
-- Comma-separated, in the relay's order; NULL as long as there is no rating.
ALTER TABLE standing ADD COLUMN rating_reasons VARCHAR(400);
