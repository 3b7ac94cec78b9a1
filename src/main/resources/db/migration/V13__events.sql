-- Every change of a customer, a contact, a ledger or a portal user leaves an event, in the transaction of the change, whoever makes it
-- (docs/decisions/0019-events.md).

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

create sequence event_id_seq;

create table event (
    business_id bigint not null,
    id          bigint not null default nextval('event_id_seq'),
    created_at  bigint not null,
    type        varchar(50) collate "C" not null,
    customer_id bigint,                   -- null for a portal user
    object      text not null,            -- JSON: the columns of the row after the change; of a deleted one, before
    previous    text,                     -- JSON: the columns that an edit has changed, as they were
    key_id      bigint,                   -- null for a change by SQL
    key_name    varchar(255),
    request_id  varchar(128),
    primary key (business_id, id)
);

-- GET /customers/:id/events, and GET /events?filter[customer]=…
create index event_by_customer on event (business_id, customer_id, id);

-- GET /events?filter[type]=…
create index event_by_type on event (business_id, type, id);

-- GET /events?filter[key]=…
create index event_by_key on event (business_id, key_id, id) where key_id is not null;

-- GET /events?filter[created_at]=…; also finds those that are kept long enough.
create index event_by_time on event (created_at, business_id, id);

-- How many events a business has up to one of them: GET /events counts only those after it. And the last one that was deleted: readers who
-- have seen it have missed nothing.
create table event_total (
    business_id bigint primary key,
    id          bigint not null,
    count       bigint not null,
    deleted     bigint not null default 0
);

-- The key and the request that made the last change, as the service writes them: a number that no other change has, the id of the key,
-- the id of the request, the name of the key. An edit that leaves it as it is was made by SQL.
alter table customer add column author varchar(500) collate "C";
alter table contact add column author varchar(500) collate "C";
alter table balance_entry add column author varchar(500) collate "C";
alter table portal_user add column author varchar(500) collate "C";
alter table deleted_customer add column author varchar(500) collate "C";
alter table deleted_contact add column author varchar(500) collate "C";
alter table deleted_balance_entry add column author varchar(500) collate "C";

-- Lets readers know, until the transaction ends, that it will write events of a business with ids after the last one of now. The lock must
-- come before the ids. A transaction has one such lock for the first business, and one for all others.
create function event_writer(business bigint) returns void language plpgsql as $$
declare
    known constant text := coalesce(current_setting('customers.event_writer', true), '');
    last constant bigint := coalesce(pg_sequence_last_value('event_id_seq'), 0);
begin
    if known = '' then
        perform pg_advisory_xact_lock_shared(hashint8(business) & 2147483647, (last & 2147483647)::int);
        perform set_config('customers.event_writer', business::text, true);
    elsif known <> '*' and known <> business::text then
        perform pg_advisory_xact_lock_shared(0, (last & 2147483647)::int);
        perform set_config('customers.event_writer', '*', true);
    end if;
end $$;

-- The newest event of a business before which no other will come: no transaction that is still open writes one with a lower id. 0 if there is
-- none. The events up to it are all seen by the next statement, though perhaps not by the one that calls this.
create function event_newest(business bigint) returns bigint language plpgsql as $$
declare
    range constant bigint := 2147483647;
    -- Must come before the locks are read, and these before the events.
    last constant bigint := coalesce(pg_sequence_last_value('event_id_seq'), 0);
    behind bigint;
    newest bigint;
begin
    -- How far the locks are behind; one that is ahead was taken a moment ago.
    select max(distance) into behind
    from (select (last - objid::bigint) & range as distance
          from pg_locks
          where locktype = 'advisory' and objsubid = 2
            and database = (select oid from pg_database where datname = current_database())
            and classid::bigint in (hashint8(business) & range, 0)) as writer
    where distance < range / 2;
    select max(id) into newest from event where business_id = business;
    if newest > last - coalesce(behind, 0) and newest <= pg_sequence_last_value('event_id_seq') then
        select max(id) into newest from event where business_id = business and id <= last - coalesce(behind, 0);
    end if; -- If ids are ahead of the sequence, writers wait for each other (event_append_one).
    return coalesce(newest, 0);
end $$;

-- Appends an event. On Citus, a business may have moved here from a node whose sequence is ahead of the one of this node; then its ids go
-- on from there, and its writers wait for each other.
create function event_append_one(
    business bigint, event_type text, customer bigint, object jsonb, previous jsonb, author text, may_have_moved boolean)
returns void language plpgsql as $$
declare
    parts constant text[] := string_to_array(author, ' ');
    event_id bigint;
begin
    perform event_writer(business);
    event_id := nextval('event_id_seq');
    if may_have_moved and (select max(id) from event where business_id = business) > pg_sequence_last_value('event_id_seq') then
        perform pg_advisory_xact_lock(hashtextextended('event', business));
        select max(id) + 1 into event_id from event where business_id = business;
    end if;
    insert into event (business_id, id, created_at, type, customer_id, object, previous, key_id, request_id, key_name)
    values (business, event_id, floor(extract(epoch from clock_timestamp()))::bigint, event_type, customer, object::text,
            previous::text, parts[2]::bigint, parts[3], nullif(array_to_string(parts[4:], ' '), ''));
end $$;

-- Appends the event of a row that was inserted, updated or deleted. Its arguments are the name of the table, which differs from that of a
-- shard on Citus, and the column with the customer, if there is one.
create function event_append() returns trigger language plpgsql as $$
declare
    subject record;
    verb text;
    author text := current_setting('customers.author', true);
    object jsonb;
    changed jsonb;
begin
    if current_setting('customers.events', true) = 'off' then
        return null;
    end if;
    if tg_op = 'DELETE' then
        subject := old;
        verb := 'deleted';
        if tg_argv[0] = 'balance_entry' then
            if not exists (select from customer where business_id = old.business_id and id = old.customer_id) then
                return null; -- It goes with its customer, and the event of that says so.
            end if;
        end if;
    else
        subject := new;
        verb := case when tg_op = 'UPDATE' then 'updated'
                     when current_setting('customers.restoring', true) = 'on' then 'restored'
                     else 'created' end;
    end if;
    object := to_jsonb(subject) - '{business_id,author}'::text[];
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(key, value) into changed
        from jsonb_each(to_jsonb(old) - '{business_id,author}'::text[])
        where object -> key is distinct from value;
        if coalesce(changed - '{version,email_key}'::text[], '{}') = '{}' then
            return null;
        end if;
    end if;
    if coalesce(author, '') = '' and tg_op <> 'DELETE' then
        author := new.author;
        if tg_op = 'UPDATE' then
            author := case when new.author is distinct from old.author then new.author end;
        end if;
    end if;
    perform event_append_one(
        subject.business_id, tg_argv[0] || '.' || verb, (object ->> tg_argv[1])::bigint, object, changed, author,
        tg_table_name <> tg_argv[0]);
    return null;
end $$;

create trigger customer_event after insert or delete on customer
    for each row execute function event_append('customer', 'id');

-- An entry that moves the balance has an event of its own, which has the new balance.
create trigger customer_event_update after update on customer
    for each row when (old.* is distinct from new.* and (pg_trigger_depth() = 0 or old.balance = new.balance))
    execute function event_append('customer', 'id');

create trigger contact_event after insert or update or delete on contact
    for each row execute function event_append('contact', 'customer_id');

create trigger balance_entry_event after insert or update or delete on balance_entry
    for each row execute function event_append('balance_entry', 'customer_id');

create trigger portal_user_event after insert or update or delete on portal_user
    for each row execute function event_append('portal_user');

-- Copies the contacts and the ledger of a customer to the tables of what is deleted, or back. Rows are inserted as values, some at a time: on
-- Citus, nothing can be inserted that is selected, below a function that runs at the node of its business.
create function customer_rows_copy(business bigint, customer bigint, source text, target text) returns void language plpgsql as $$
declare
    below text;
    kept text;
begin
    foreach below in array array['contact', 'balance_entry'] loop
        for kept in execute format(
            'select string_agg(literal, '', '') from (
                 select row_literal(row_to_json(one)) as literal, row_number() over (order by id) / 500 as part
                 from %I as one
                 where business_id = $1 and customer_id = $2) as literals
             group by part
             order by part', source || below) using business, customer
        loop
            execute format('insert into %I values ', target || below) || kept;
        end loop;
    end loop;
end $$;

-- As before, and the contacts go before their customer, so that their events are before the one of the customer.
create or replace function customer_keep() returns trigger language plpgsql as $$
begin
    -- One of this id can be kept already, if somebody has inserted the customer again by SQL.
    delete from customer_deletion where business_id = old.business_id and customer_id = old.id;
    insert into customer_deletion (business_id, customer_id, deleted_at)
    values (old.business_id, old.id, floor(extract(epoch from clock_timestamp()))::bigint);
    if tg_table_name = 'customer' then
        insert into deleted_customer select * from customer where business_id = old.business_id and id = old.id;
        insert into deleted_contact select * from contact where business_id = old.business_id and customer_id = old.id;
        insert into deleted_balance_entry select * from balance_entry where business_id = old.business_id and customer_id = old.id;
    else
        -- On Citus (see customer_rows_copy).
        execute 'insert into deleted_customer values ' || row_literal(row_to_json(old));
        perform customer_rows_copy(old.business_id, old.id, '', 'deleted_');
    end if;
    delete from contact where business_id = old.business_id and customer_id = old.id;
    return old;
end $$;

-- Deletes, for a key and a request. They return the number of rows.
create function customer_delete(business bigint, deleted bigint, author text) returns bigint language plpgsql as $$
declare
    rows bigint;
begin
    perform set_config('customers.author', author, true);
    delete from customer where business_id = business and id = deleted;
    get diagnostics rows = row_count;
    perform set_config('customers.author', '', true);
    return rows;
end $$;

create function contact_delete(business bigint, customer bigint, deleted bigint, author text) returns bigint language plpgsql as $$
declare
    rows bigint;
begin
    perform set_config('customers.author', author, true);
    delete from contact where business_id = business and customer_id = customer and id = deleted;
    get diagnostics rows = row_count;
    perform set_config('customers.author', '', true);
    return rows;
end $$;

create function portal_user_delete(business bigint, deleted text, author text) returns bigint language plpgsql as $$
declare
    rows bigint;
begin
    perform set_config('customers.author', author, true);
    delete from portal_user where business_id = business and id = deleted;
    get diagnostics rows = row_count;
    perform set_config('customers.author', '', true);
    return rows;
end $$;

-- As before, for a key and a request.
drop function customer_restore(bigint, bigint, bigint);
create function customer_restore(business bigint, restored bigint, since bigint, author text default '')
returns boolean language plpgsql as $$
declare
    kept text;
begin
    perform from customer_deletion
    where business_id = business and customer_id = restored and deleted_at > since
    for update;
    if not found then
        return false;
    end if;
    select row_literal(row_to_json(deleted_customer)) into kept
    from deleted_customer
    where business_id = business and id = restored;
    perform set_config('customers.author', case when author = '' then '-' else author end, true);
    perform set_config('customers.restoring', 'on', true);
    execute 'insert into customer values ' || kept;
    perform customer_rows_copy(business, restored, 'deleted_', '');
    perform set_config('customers.restoring', 'off', true);
    perform set_config('customers.author', '', true);
    delete from customer_deletion where business_id = business and customer_id = restored;
    return true;
end $$;

-- How many events a business has up to an id. Those up to an earlier id are counted once, and kept.
create function event_count(business bigint, until bigint) returns bigint language plpgsql as $$
declare
    before bigint;
    after bigint;
    more bigint;
    counted bigint;
begin
    with kept as materialized (
        select coalesce(max(id), 0) as id, coalesce(max(count), 0) as count from event_total where business_id = business)
    select (select count from kept),
           (select count(*) from event where business_id = business and id > (select id from kept) and id <= until),
           (select count(*) from event where business_id = business and id > until and id <= (select id from kept))
    into before, more, after;
    if more > 5000 then
        insert into event_total (business_id, id, count) values (business, 0, 0) on conflict do nothing;
        select id into counted from event_total where business_id = business for update;
        -- Counted again, behind the lock: events may have been deleted meanwhile.
        update event_total
        set id = until,
            count = count + (select count(*) from event where business_id = business and event.id > counted and event.id <= until)
        where business_id = business and id < until;
    end if;
    return before + more - after;
end $$;

-- Events that are deleted are counted no longer.
create function event_total_subtract() returns trigger language plpgsql as $$
declare
    part record;
    counted bigint;
    gone bigint;
    last bigint;
begin
    for part in select business_id from deleted group by business_id order by business_id loop
        insert into event_total (business_id, id, count) values (part.business_id, 0, 0) on conflict do nothing;
        select id into counted from event_total where business_id = part.business_id for update;
        select count(*) into gone from deleted where business_id = part.business_id and id <= counted;
        select max(id) into last from deleted where business_id = part.business_id;
        update event_total
        set count = count - gone, deleted = greatest(event_total.deleted, last)
        where business_id = part.business_id;
    end loop;
    return null;
end $$;

create trigger event_total_subtract after delete on event
    referencing old table as deleted
    for each statement execute function event_total_subtract();
