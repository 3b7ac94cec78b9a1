-- A deleted customer is kept for a time with its contacts and its ledger, in tables of their own: lists, totals, numbers and indexes
-- know nothing of it (docs/decisions/0018-deleted-customers.md).

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

create table customer_deletion (
    business_id bigint not null,
    customer_id bigint not null,
    deleted_at  bigint not null,
    primary key (business_id, customer_id)
);

-- Deletes those that are kept long enough.
create index customer_deletion_by_time on customer_deletion (deleted_at);

-- The columns are those of the tables without "deleted", in the same order, also after later migrations.
create table deleted_customer (
    like customer,
    primary key (business_id, id),
    foreign key (business_id, id) references customer_deletion (business_id, customer_id) on delete cascade
);

create table deleted_contact (
    like contact,
    primary key (business_id, customer_id, id),
    foreign key (business_id, customer_id) references customer_deletion (business_id, customer_id) on delete cascade
);

create table deleted_balance_entry (
    like balance_entry,
    primary key (business_id, customer_id, id),
    foreign key (business_id, customer_id) references customer_deletion (business_id, customer_id) on delete cascade
);

-- Before the foreign keys take contacts and entries along. The row is locked already, so that nothing is added to it any more.
create function customer_keep() returns trigger language plpgsql as $$
begin
    -- One of this id can be kept already, if somebody has inserted the customer again by SQL.
    delete from customer_deletion where business_id = old.business_id and customer_id = old.id;
    insert into customer_deletion (business_id, customer_id, deleted_at)
    values (old.business_id, old.id, floor(extract(epoch from clock_timestamp()))::bigint);
    insert into deleted_customer select * from customer where business_id = old.business_id and id = old.id;
    insert into deleted_contact select * from contact where business_id = old.business_id and customer_id = old.id;
    insert into deleted_balance_entry select * from balance_entry where business_id = old.business_id and customer_id = old.id;
    return old;
end $$;

create trigger customer_keep before delete on customer
    for each row execute function customer_keep();

-- The values of a row as they stand in an insert, in the order of its columns.
create function row_literal(members json) returns text language sql immutable strict parallel safe as $$
    select '(' || string_agg(quote_nullable(value), ', ' order by place) || ')'
    from json_each_text(members) with ordinality as member (key, value, place)
$$;

-- Brings a customer back that was deleted after a time, as it was; false if there is none. Rows are inserted as values, some at a time:
-- on Citus, a function that runs at the node of its business cannot insert what it selects.
create function customer_restore(business bigint, restored bigint, since bigint) returns boolean language plpgsql as $$
declare
    below text;
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
    execute 'insert into customer values ' || kept;
    perform set_config('customers.restoring', 'on', true);
    foreach below in array array['contact', 'balance_entry'] loop
        for kept in execute format(
            'select string_agg(literal, '', '') from (
                 select row_literal(row_to_json(one)) as literal, row_number() over (order by id) / 500 as part
                 from %I as one
                 where business_id = $1 and customer_id = $2) as literals
             group by part
             order by part', 'deleted_' || below) using business, restored
        loop
            execute format('insert into %I values ', below) || kept;
        end loop;
    end loop;
    perform set_config('customers.restoring', 'off', true);
    delete from customer_deletion where business_id = business and customer_id = restored;
    return true;
end $$;

-- As before, but an entry that is restored is what it was, and its customer has the balance already.
create or replace function balance_entry_move() returns trigger language plpgsql as $$
begin
    if current_setting('customers.restoring', true) = 'on' then
        return new;
    end if;
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
