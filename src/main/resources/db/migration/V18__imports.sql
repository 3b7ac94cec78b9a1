-- Many rows at once, for imports (docs/decisions/0022-imports.md): the events of all rows that a statement inserts are appended together, and
-- many numbers are taken at once.

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

-- Appends the events of the rows that a statement has inserted, as event_append does for one. The rows become an array first: what an insert
-- selects must not come from a transition table. On Citus, where it must be no selection at all, they are appended one by one.
create function event_append_inserted() returns trigger language plpgsql as $$
declare
    written constant text := coalesce(current_setting('customers.author', true), '');
    event_type constant text := tg_argv[0]
        || case when current_setting('customers.restoring', true) = 'on' then '.restored' else '.created' end;
    now_seconds constant bigint := floor(extract(epoch from clock_timestamp()))::bigint;
    subjects jsonb[];
    subject jsonb;
    business bigint;
begin
    if current_setting('customers.events', true) = 'off' then
        return null;
    end if;
    select array_agg(to_jsonb(added) order by id) into subjects from added;
    if tg_table_name <> tg_argv[0] then
        foreach subject in array coalesce(subjects, '{}') loop
            perform event_append_one(
                (subject ->> 'business_id')::bigint, event_type, (subject ->> tg_argv[1])::bigint,
                subject - '{business_id,author}'::text[], null,
                case when written = '' then subject ->> 'author' else written end, true);
        end loop;
        return null;
    end if;
    for business in select distinct business_id from added order by business_id loop
        perform event_writer(business);
    end loop;
    insert into event (business_id, id, created_at, type, customer_id, object, key_id, request_id, key_name)
    select (one ->> 'business_id')::bigint, nextval('event_id_seq'), now_seconds, event_type, (one ->> tg_argv[1])::bigint,
           (one - '{business_id,author}'::text[])::text, parts[2]::bigint, parts[3], nullif(array_to_string(parts[4:], ' '), '')
    from (select one, string_to_array(case when written = '' then one ->> 'author' else written end, ' ') as parts
          from unnest(subjects) as one) as subject_of;
    return null;
end $$;

drop trigger customer_event on customer;
create trigger customer_event after delete on customer
    for each row execute function event_append('customer', 'id');
create trigger customer_event_insert after insert on customer
    referencing new table as added for each statement execute function event_append_inserted('customer', 'id');

drop trigger contact_event on contact;
create trigger contact_event after update or delete on contact
    for each row execute function event_append('contact', 'customer_id');
create trigger contact_event_insert after insert on contact
    referencing new table as added for each statement execute function event_append_inserted('contact', 'customer_id');

-- The next free customer numbers of a business, as many as are wanted at most. Fewer if the next ten thousand are in use.
create function customer_number_next_some(business bigint, wanted integer) returns bigint[] language plpgsql as $$
declare
    counted bigint;
    candidates text[];
    used text[];
    free bigint[];
    found_free bigint[] := '{}';
begin
    perform set_config('synchronous_commit', 'off', true);
    insert into customer_number_counter (business_id, last) values (business, 0) on conflict (business_id) do nothing;
    select last into counted from customer_number_counter where business_id = business for update;
    for attempt in 1..10 loop
        select array_agg('CUST-' || lpad(n::text, greatest(4, length(n::text)), '0') order by n) into candidates
        from generate_series(counted + 1, counted + 1000) as n;
        select array_agg(number) into used from customer where business_id = business and number = any (candidates);
        select array_agg(counted + place order by place) into free
        from unnest(candidates) with ordinality as candidate (number, place)
        where number <> all (coalesce(used, '{}'));
        found_free := found_free || coalesce(free, '{}');
        counted := counted + 1000;
        exit when cardinality(found_free) >= wanted;
    end loop;
    found_free := found_free[1:wanted];
    if cardinality(found_free) = wanted then
        counted := found_free[wanted];
    end if;
    update customer_number_counter set last = counted where business_id = business;
    return found_free;
end $$;
