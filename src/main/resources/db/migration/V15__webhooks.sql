-- Endpoints to which the events of a business are sent (docs/webhooks.md).

set local citus.multi_shard_modify_mode = 'sequential';

create sequence webhook_id_seq;

create table webhook (
    business_id      bigint not null references business (id),
    id               bigint not null default nextval('webhook_id_seq'),
    url              varchar(2000) collate "C" not null,
    types            varchar(2000) collate "C", -- separated by commas; null for all
    secret           varchar(100) collate "C" not null,
    old_secret       varchar(100) collate "C",  -- signs, too, until a time
    old_secret_until bigint,
    status           varchar(10) collate "C" not null default 'active'
        constraint webhook_status check (status in ('active', 'paused')),
    paused_because   varchar(1000),
    position         bigint not null,           -- all events up to this one have been delivered
    delivered        bigint[] not null default '{}', -- events after the position that have been delivered, too
    failing_event    bigint,                    -- the first one that has not
    failing_since    bigint,
    failures         integer not null default 0,
    next_at          bigint not null default 0, -- when what has failed is tried again; later events of others are not held back …
    seen             bigint not null default 0, -- … after this one
    resend_after     bigint,                    -- events that are sent again: after this one …
    resend_until     bigint,                    -- … up to this one
    lease            varchar(36) collate "C",   -- the instance that delivers at the moment …
    leased_until     bigint not null default 0, -- … if this is in the future
    created_at       bigint not null,
    updated_at       bigint,
    primary key (business_id, id)
);

create sequence webhook_attempt_id_seq;

create table webhook_attempt (
    business_id bigint not null,
    id          bigint not null default nextval('webhook_attempt_id_seq'),
    webhook_id  bigint not null,
    event_id    bigint not null,
    created_at  bigint not null,
    status      integer,       -- of the response; null if there was none
    error       varchar(1000), -- null if the event was delivered
    duration_ms bigint not null,
    primary key (business_id, id),
    constraint webhook_attempt_webhook foreign key (business_id, webhook_id) references webhook (business_id, id) on delete cascade
);

-- GET /webhooks/:id/attempts
create index webhook_attempt_by_webhook on webhook_attempt (business_id, webhook_id, id);

-- GET /webhooks/:id/attempts?filter[event]=…
create index webhook_attempt_by_event on webhook_attempt (business_id, webhook_id, event_id, id);

-- Deletes those that are kept long enough.
create index webhook_attempt_by_time on webhook_attempt (created_at);

-- Notes an attempt of an instance that has the lease, and renews that. False if it has lost it, or if the endpoint was deleted or paused.
create function webhook_attempt_add(
    business bigint, webhook_id bigint, held text, until bigint, event_id bigint, now bigint, status integer, error text, duration bigint)
returns boolean language plpgsql as $$
begin
    update webhook
    set leased_until = until, delivered = case when error is null then delivered || event_id else delivered end
    where webhook.business_id = business and id = webhook_attempt_add.webhook_id and lease = held and webhook.status = 'active';
    if not found then
        return false;
    end if;
    insert into webhook_attempt (business_id, webhook_id, event_id, created_at, status, error, duration_ms)
    values (business, webhook_id, event_id, now, webhook_attempt_add.status, webhook_attempt_add.error, duration);
    return true;
end $$;
