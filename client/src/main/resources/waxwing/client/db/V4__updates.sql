-- The message whose card this one took the place of. NULL for a card's first revision, and for those from before.
ALTER TABLE message ADD COLUMN replaces UUID;
