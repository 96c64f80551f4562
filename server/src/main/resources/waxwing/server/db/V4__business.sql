CREATE TABLE business (
    account_id UUID PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    standing VARCHAR(16) NOT NULL,
    registered_at BIGINT NOT NULL,
    suspension_reason VARCHAR(800)
);
