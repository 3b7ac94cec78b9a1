-- GET /contacts: the contacts of all customers of a business, with their exact number.

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

-- How many contacts each business has, kept as its number of customers is, in the same rows: a transaction that changes both holds one row
-- instead of two, so that no two of them can wait for each other.
alter table customer_total add column contacts bigint not null default 0;

create view contact_total as select business_id, contacts as count from customer_total;

create function contact_total_add() returns trigger language plpgsql as $$
declare
    part record;
begin
    for part in select business_id, count(*) as contacts from changed group by business_id order by business_id loop
        insert into customer_total as total (business_id, shard, count, contacts)
        values (part.business_id, pg_backend_pid() % 32, 0, part.contacts)
        on conflict (business_id, shard) do update set contacts = total.contacts + excluded.contacts;
    end loop;
    return null;
end $$;

create function contact_total_subtract() returns trigger language plpgsql as $$
declare
    part record;
begin
    if current_setting('customers.contact_total', true) = 'later' then
        return null; -- They go with their customer, which counts them.
    end if;
    for part in select business_id, count(*) as contacts from changed group by business_id order by business_id loop
        insert into customer_total as total (business_id, shard, count, contacts)
        values (part.business_id, pg_backend_pid() % 32, 0, -part.contacts)
        on conflict (business_id, shard) do update set contacts = total.contacts + excluded.contacts;
    end loop;
    return null;
end $$;

-- Once: on Citus it is called for each shard, too, whose name has a number at its end.
create function contact_total_clear() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'contact' then
        update customer_total set contacts = 0 where contacts <> 0;
    end if;
    return null;
end $$;

create trigger contact_total_add after insert on contact
    referencing new table as changed for each statement execute function contact_total_add();
create trigger contact_total_subtract after delete on contact
    referencing old table as changed for each statement execute function contact_total_subtract();
create trigger contact_total_clear after truncate on contact
    for each statement execute function contact_total_clear();

-- Creating the triggers has locked out writers until this migration commits.
insert into customer_total (business_id, shard, count, contacts)
select business_id, 0, 0, count(*) from contact group by business_id
on conflict (business_id, shard) do update set contacts = excluded.contacts;

-- As before, and the contacts of deleted customers are counted with them, once for the whole statement: a row that is changed again and again
-- in one transaction becomes slower each time. The setting has the number for one business; for others they are counted at once.
create or replace function customer_keep() returns trigger language plpgsql as $$
declare
    pending constant text := coalesce(current_setting('customers.contacts_gone', true), '');
    gone bigint;
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
    perform set_config('customers.contact_total', 'later', true);
    delete from contact where business_id = old.business_id and customer_id = old.id;
    get diagnostics gone = row_count;
    perform set_config('customers.contact_total', '', true);
    if gone > 0 and (pending = '' or split_part(pending, ' ', 1) = old.business_id::text) then
        perform set_config(
            'customers.contacts_gone',
            old.business_id || ' ' || gone + coalesce(nullif(split_part(pending, ' ', 2), '')::bigint, 0), true);
    elsif gone > 0 then
        insert into customer_total as total (business_id, shard, count, contacts)
        values (old.business_id, pg_backend_pid() % 32, 0, -gone)
        on conflict (business_id, shard) do update set contacts = total.contacts + excluded.contacts;
    end if;
    return old;
end $$;

create or replace function customer_total_subtract() returns trigger language plpgsql as $$
declare
    pending constant text := coalesce(current_setting('customers.contacts_gone', true), '');
    part record;
    gone bigint;
begin
    for part in select business_id, count(*) as customers from changed group by business_id order by business_id loop
        gone := 0;
        if split_part(pending, ' ', 1) = part.business_id::text then
            gone := split_part(pending, ' ', 2)::bigint;
        end if;
        insert into customer_total as total (business_id, shard, count, contacts)
        values (part.business_id, pg_backend_pid() % 32, -part.customers, -gone)
        on conflict (business_id, shard) do update
        set count = total.count + excluded.count, contacts = total.contacts + excluded.contacts;
    end loop;
    perform set_config('customers.contacts_gone', '', true);
    return null;
end $$;

-- Counts a business's contacts and puts the total right, as customer_total_repair does.
create function contact_total_repair(business bigint, out kept bigint, out counted bigint) language plpgsql as $$
begin
    insert into customer_total (business_id, shard, count)
    select business, shard, 0 from generate_series(0, 31) as shard
    on conflict do nothing;
    perform from customer_total where business_id = business order by shard for update;
    select sum(contacts) into kept from customer_total where business_id = business;
    select count(*) into counted from contact where business_id = business;
    if kept <> counted then
        update customer_total set contacts = case when shard = 0 then counted else 0 end where business_id = business;
    end if;
end $$;

-- GET /contacts?sort=name, and filter[name]. Lists by id, customer and e-mail address have indexes already.
create index contact_by_name on contact (business_id, name, id);
create index contact_by_name_down on contact (business_id, name desc, id);

-- GET /contacts?updated_after=…
create index contact_by_change on contact (business_id, coalesce(updated_at, created_at), id);
