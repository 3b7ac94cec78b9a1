-- The same schema serves one PostgreSQL and a cluster of Citus, where triggers and some functions run at the shard of their business.
-- CONTRIBUTING.md ("A migration") has the rules that follow from this, and MigrationRulesTest checks them.

-- As before, but a row is inserted with values: Citus cannot insert what it selects from a transition table.
create or replace function customer_total_add() returns trigger language plpgsql as $$
declare
    part record;
begin
    for part in select business_id, count(*) as customers from changed group by business_id order by business_id loop
        insert into customer_total as total (business_id, shard, count)
        values (part.business_id, pg_backend_pid() % 32, part.customers)
        on conflict (business_id, shard) do update set count = total.count + excluded.count;
    end loop;
    return null;
end $$;

create or replace function customer_total_subtract() returns trigger language plpgsql as $$
declare
    part record;
begin
    for part in select business_id, count(*) as customers from changed group by business_id order by business_id loop
        insert into customer_total as total (business_id, shard, count)
        values (part.business_id, pg_backend_pid() % 32, -part.customers)
        on conflict (business_id, shard) do update set count = total.count + excluded.count;
    end loop;
    return null;
end $$;

-- As before, but once: on Citus it is called for each shard, too, whose name has a number at its end.
create or replace function customer_total_clear() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'customer' then
        delete from customer_total;
    end if;
    return null;
end $$;

-- Citus gives its nodes only the sequences that a default needs. This default is not used: the trigger assigns the id.
alter table balance_entry alter column id set default nextval('balance_entry_id_seq');

-- As before, but the id is always assigned here, behind the lock on the customer, and is always higher than those of the customer's
-- earlier entries. A shard of Citus, whose name has a number at its end, may have moved here from a node whose sequence is ahead of this
-- one. Then the id is the next one of the business, and the entries of the business that need one wait for each other.
create or replace function balance_entry_move() returns trigger language plpgsql as $$
begin
    update customer
    set balance = balance + new.amount,
        updated_at = case when new.amount = 0 then updated_at else new.created_at end,
        version = case when new.amount = 0 then version else version + 1 end
    where business_id = new.business_id and id = new.customer_id
    returning balance into new.balance;
    if not found then
        new.balance := new.amount; -- The foreign key refuses the entry.
    end if;
    new.id := nextval('balance_entry_id_seq');
    if tg_table_name <> 'balance_entry' and (
            exists (select from balance_entry
                    where business_id = new.business_id and customer_id = new.customer_id and id > new.id)
            or exists (select from balance_entry where business_id = new.business_id and id = new.id)) then
        perform pg_advisory_xact_lock(hashtextextended('balance_entry', new.business_id));
        select max(id) + 1 into new.id from balance_entry where business_id = new.business_id;
    end if;
    return new;
end $$;

-- The next customer number of a business. The counter does not wait for the disk: if a crash loses its last steps, the numbers that
-- were used are skipped again, and the customers that use them are as durable as any.
create function customer_number_next(business bigint) returns bigint language plpgsql as $$
declare
    taken bigint;
begin
    perform set_config('synchronous_commit', 'off', true);
    insert into customer_number_counter as counter (business_id, last)
    values (business, 1)
    on conflict (business_id) do update set last = counter.last + 1
    returning last into taken;
    return taken;
end $$;

-- The first free number after the counter, or the one after the next thousand if all of them are in use.
create function customer_number_next_free(business bigint) returns bigint language plpgsql as $$
declare
    counted bigint;
    candidates text[];
    used text[];
    taken bigint;
begin
    perform set_config('synchronous_commit', 'off', true);
    select last into counted from customer_number_counter where business_id = business for update;
    select array_agg('CUST-' || lpad(n::text, greatest(4, length(n::text)), '0') order by n) into candidates
    from generate_series(counted + 1, counted + 1000) as n;
    select array_agg(number) into used from customer where business_id = business and number = any (candidates);
    select coalesce(min(counted + place), counted + 1001) into taken
    from unnest(candidates) with ordinality as candidate (number, place)
    where number <> all (coalesce(used, '{}'));
    update customer_number_counter set last = taken where business_id = business;
    return taken;
end $$;

-- As before. (Citus does not write a "case" with a value after it correctly for its nodes.)
create or replace function customer_total_repair(business bigint, out kept bigint, out counted bigint) language plpgsql as $$
begin
    insert into customer_total (business_id, shard, count)
    select business, shard, 0 from generate_series(0, 31) as shard
    on conflict do nothing;
    perform from customer_total where business_id = business order by shard for update;
    select sum(count) into kept from customer_total where business_id = business;
    select count(*) into counted from customer where business_id = business;
    if kept <> counted then
        update customer_total set count = case when shard = 0 then counted else 0 end where business_id = business;
    end if;
end $$;

-- As before, but the constraint is named in the message, too: Citus passes on nothing else of an error.
create or replace function idempotency_key_hold(business bigint, held text, since bigint)
returns void language plpgsql as $$
begin
    perform idempotency_key_unanswered(business, held, since);
    if not pg_try_advisory_xact_lock(hashtextextended(held, business)) then
        raise unique_violation using
            message = 'another transaction holds this key, which violates constraint "idempotency_key_running"',
            constraint = 'idempotency_key_running';
    end if;
    perform idempotency_key_unanswered(business, held, since); -- The one that held it may just have committed.
end $$;

create or replace function idempotency_key_unanswered(business bigint, held text, since bigint)
returns void language plpgsql as $$
begin
    if exists (select from idempotency_key where business_id = business and key = held and created_at > since) then
        raise unique_violation using
            message = 'this key has an answer, which violates constraint "idempotency_key_answered"',
            constraint = 'idempotency_key_answered';
    end if;
end $$;
