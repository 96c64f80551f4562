-- Accounts and what hangs on them. Phone numbers are here only sealed (AES-256-GCM) and as an index (HMAC-SHA-256);
-- the keys of both are outside the database. Times are Unix milliseconds, days are days since 1970-01-01 (UTC).

create sequence queue_ids;
create sequence certificate_ids;

create table account (
    account_id uuid primary key,
    account_type varchar(16) not null,
    -- Null once the number went to another account.
    number_index bytea unique,
    number_sealed bytea,
    identity_key bytea not null,
    certificate_id bigint not null,
    -- Grows with each change, so that a reader knows the newer of two copies.
    revision bigint not null,
    registered_at bigint not null,
    last_seen_day bigint not null
);

create table device (
    account_id uuid not null references account (account_id),
    device_id integer not null,
    registration_id integer not null,
    queue_id bigint not null unique,
    -- SHA-256 of the device's 32 random bytes.
    secret_hash bytea not null,
    device_type varchar(64) not null,
    os_version varchar(64) not null,
    registered_at bigint not null,
    primary key (account_id, device_id)
);

-- Queues whose device is gone and whose content has to go: written with the revocation, removed after the wipe.
create table queue_to_wipe (
    queue_id bigint primary key,
    account_id uuid not null,
    revoked_at bigint not null
);

create table terms_acceptance (
    account_id uuid not null,
    terms_version integer not null,
    accepted_at bigint not null,
    primary key (account_id, terms_version)
);

-- What the relay said about who speaks; kept while an envelope may still refer to it.
create table certificate (
    certificate_id bigint primary key,
    account_id uuid not null,
    certificate_sealed bytea not null,
    signature bytea not null,
    valid_until bigint not null
);

create table verification (
    session_id bytea primary key,
    number_sealed bytea not null,
    code_hash bytea not null,
    tries_left integer not null,
    next_code_at bigint not null,
    expires_at bigint not null,
    verified boolean not null
);

-- The keys of devices and of decoys: `owner_id` is an account or a decoy.
create table standing_prekey (
    owner_id uuid not null,
    device_id integer not null,
    kind varchar(16) not null,
    key_id integer not null,
    public_key bytea not null,
    signature bytea not null,
    primary key (owner_id, device_id, kind)
);

create table one_time_prekey (
    owner_id uuid not null,
    device_id integer not null,
    kind varchar(16) not null,
    key_id integer not null,
    public_key bytea not null,
    -- One-time EC keys have none.
    signature bytea,
    primary key (owner_id, device_id, kind, key_id)
);

-- Stand-ins for numbers and accounts that nobody registered. Made ahead with the private halves thrown away, then
-- given to the first asker's target for good.
create table decoy (
    decoy_id uuid primary key,
    identity_key bytea not null,
    registration_id integer not null,
    -- The account id that others see; null while it waits in the pool.
    shown_as uuid unique
);
