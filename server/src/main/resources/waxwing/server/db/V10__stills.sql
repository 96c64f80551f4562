-- What a blocked business goes on being shown of whoever blocks it. The keys stand in standing_prekey and
-- one_time_prekey, owned by still_id.
create table still (
    account_id uuid not null,
    business_id uuid not null,
    still_id uuid not null unique,
    blocked_at bigint not null,
    identity_key bytea not null,
    primary key (account_id, business_id)
);

create table still_device (
    still_id uuid not null,
    device_id integer not null,
    registration_id integer not null,
    primary key (still_id, device_id)
);
