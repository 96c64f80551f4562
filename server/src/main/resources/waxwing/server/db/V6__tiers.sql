-- How many people a business may write to within 24 hours; no row means the first tier.
CREATE TABLE business_tier (
    account_id UUID PRIMARY KEY,
    tier INTEGER NOT NULL,
    -- OPERATOR: nobody else changes it.
    set_by VARCHAR(16) NOT NULL
);

-- Whom a business wrote to last when: kept for 24 hours, and up to ten minutes older than it is.
CREATE TABLE person_reached (
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id)
);
CREATE INDEX person_reached_by_age ON person_reached (last_at);
