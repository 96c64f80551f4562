CREATE ALIAS IF NOT EXISTS stage FOR "waxwing.store.MigratingDatabase.stage";
ALTER TABLE note ADD COLUMN length INT;
CALL stage(1);
UPDATE note SET length = CHAR_LENGTH(text);
CALL stage(2);
ALTER TABLE note DROP COLUMN text;
CALL stage(3);
