-- How many messages somebody showed on a day of which the relay keeps the body. Who is here only as a mark (HMAC-SHA-256
-- over reporter and day), so that neither days nor reports can be told to be of one person.
CREATE TABLE body_count (
    day_mark BYTEA PRIMARY KEY,
    -- Days since 1970-01-01, UTC.
    shown_day BIGINT NOT NULL,
    bodies INT NOT NULL
);
