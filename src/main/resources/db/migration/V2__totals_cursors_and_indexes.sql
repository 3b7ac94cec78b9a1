-- How many customers each business has, kept by triggers in the transaction of every insert and delete. The number is spread
-- over rows ("shards") by the connection that writes, so that writers of one business do not wait for each other; the total is
-- their sum. A shard alone means nothing and may be below zero.
create table customer_total (
    business_id bigint not null references business (id),
    shard       smallint not null,
    count       bigint not null,
    primary key (business_id, shard)
) with (fillfactor = 50);

create function customer_total_add() returns trigger language plpgsql as $$
begin
    insert into customer_total as total (business_id, shard, count)
    select business_id, pg_backend_pid() % 32, count(*) from changed group by business_id order by business_id
    on conflict (business_id, shard) do update set count = total.count + excluded.count;
    return null;
end $$;

create function customer_total_subtract() returns trigger language plpgsql as $$
begin
    insert into customer_total as total (business_id, shard, count)
    select business_id, pg_backend_pid() % 32, -count(*) from changed group by business_id order by business_id
    on conflict (business_id, shard) do update set count = total.count + excluded.count;
    return null;
end $$;

create function customer_total_clear() returns trigger language plpgsql as $$
begin
    delete from customer_total;
    return null;
end $$;

create trigger customer_total_add after insert on customer
    referencing new table as changed for each statement execute function customer_total_add();
create trigger customer_total_subtract after delete on customer
    referencing old table as changed for each statement execute function customer_total_subtract();
create trigger customer_total_clear after truncate on customer
    for each statement execute function customer_total_clear();

-- Creating the triggers has locked out writers until this migration commits.
insert into customer_total (business_id, shard, count)
select business_id, 0, count(*) from customer group by business_id;

-- Counts a business's customers and puts the total right; answers what it was and what it is now. It holds every shard while it
-- counts, so each writer is either counted and in the total already, or waits and adds itself afterwards.
create function customer_total_repair(business bigint, out kept bigint, out counted bigint) language plpgsql as $$
begin
    insert into customer_total (business_id, shard, count)
    select business, shard, 0 from generate_series(0, 31) as shard
    on conflict do nothing;
    perform from customer_total where business_id = business order by shard for update;
    select sum(count) into kept from customer_total where business_id = business;
    select count(*) into counted from customer where business_id = business;
    if kept <> counted then
        update customer_total set count = case shard when 0 then counted else 0 end where business_id = business;
    end if;
end $$;

-- What the service signs its cursors with: the same for every instance on this database.
create table cursor_secret (
    secret bytea not null
);
insert into cursor_secret (secret) values (sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));

-- GET /customers with sort or filter by one of these. Each order needs an index of its own: ties go by id upwards in both.
create index customer_by_name on customer (business_id, name, id);
create index customer_by_name_down on customer (business_id, name desc, id);
create index customer_by_email on customer (business_id, email, id);
create index customer_by_email_down on customer (business_id, email desc, id);
create index customer_by_created_at on customer (business_id, created_at, id);
create index customer_by_created_at_down on customer (business_id, created_at desc, id);
create index customer_by_updated_at on customer (business_id, updated_at, id);
create index customer_by_updated_at_down on customer (business_id, updated_at desc, id);
create index customer_by_balance on customer (business_id, balance, id);
create index customer_by_balance_down on customer (business_id, balance desc, id);

-- GET /customers/:customer_id/contacts with sort or filter by email.
create index contact_by_email on contact (business_id, customer_id, email, id);
