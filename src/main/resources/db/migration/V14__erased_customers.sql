-- The data of a person are removed from a customer, and from all that is kept of its past (docs/events.md, "Erasing a person").

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

-- The JSON of a row with some of its columns only, and with others that replace them.
create function row_only(members text, kept text[], replaced jsonb default '{}') returns text
language sql immutable strict parallel safe as $$
    select (coalesce(jsonb_object_agg(key, value), '{}') || replaced)::text from jsonb_each(members::jsonb) where key = any (kept)
$$;

-- Removes what says something about a person from a customer, whether it is there or deleted, from its contacts, its ledger and all their
-- events. Amounts, references, numbers, ids and times stay. Leaves an event, and returns false if there is nothing of such a customer.
create function customer_erase(business bigint, erased bigint, author text) returns boolean language plpgsql as $$
declare
    kept_of_customer constant text[] := '{id,number,balance,created_at,updated_at,version}';
    kept_of_contact constant text[] := '{id,customer_id,primary,created_at,updated_at,version}';
    kept_of_entry constant text[] := '{id,customer_id,amount,reference,balance,created_at}';
    now_seconds constant bigint := floor(extract(epoch from clock_timestamp()))::bigint;
    left_over jsonb;
begin
    -- No other change of the customer is made meanwhile.
    perform from customer where business_id = business and id = erased for update;
    perform from customer_deletion where business_id = business and customer_id = erased for update;
    perform from balance_entry where business_id = business and customer_id = erased for update;
    perform set_config('customers.events', 'off', true);
    update customer
    set name = 'Erased', email = null, email_key = null, address1 = null, address2 = null, city = null, state = null, postal_code = null,
        country = null, tax_id = null, phone = null, other_phone = null, website = null, notes = null, stripe_customer = null,
        metadata = null, updated_at = now_seconds, version = version + 1
    where business_id = business and id = erased;
    delete from contact where business_id = business and customer_id = erased;
    update balance_entry set notes = null where business_id = business and customer_id = erased and notes is not null;
    perform set_config('customers.events', 'on', true);
    update deleted_customer
    set name = 'Erased', email = null, email_key = null, address1 = null, address2 = null, city = null, state = null, postal_code = null,
        country = null, tax_id = null, phone = null, other_phone = null, website = null, notes = null, stripe_customer = null,
        metadata = null, updated_at = now_seconds, version = version + 1
    where business_id = business and id = erased;
    delete from deleted_contact where business_id = business and customer_id = erased;
    update deleted_balance_entry set notes = null where business_id = business and customer_id = erased and notes is not null;
    update event
    set object = case when type like 'customer.%' then row_only(object, kept_of_customer, '{"name": "Erased"}')
                      when type like 'contact.%' then row_only(object, kept_of_contact, '{"name": "Erased"}')
                      else row_only(object, kept_of_entry) end,
        previous = case when type like 'customer.%' then row_only(previous, kept_of_customer)
                        when type like 'contact.%' then row_only(previous, kept_of_contact)
                        else row_only(previous, kept_of_entry) end
    where business_id = business and customer_id = erased;
    select to_jsonb(customer) into left_over from customer where business_id = business and id = erased;
    if left_over is null then
        select to_jsonb(deleted_customer) into left_over from deleted_customer where business_id = business and id = erased;
    end if;
    if left_over is null then
        select object::jsonb into left_over
        from event
        where business_id = business and customer_id = erased and type like 'customer.%'
        order by id desc
        limit 1;
    end if;
    if left_over is null then
        return false;
    end if;
    perform event_append_one(business, 'customer.erased', erased, left_over - '{business_id,author}'::text[], null, author, true);
    return true;
end $$;
