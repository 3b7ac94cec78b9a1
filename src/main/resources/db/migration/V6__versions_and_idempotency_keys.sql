-- Which version of an object an entity tag names: counted up by every change of what the API shows.
alter table customer add column version bigint not null default 0;
alter table contact add column version bigint not null default 0;

-- As before, and counts the version of a customer whose balance is moved.
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
    new.id := coalesce(new.id, nextval('balance_entry_id_seq'));
    return new;
end $$;

-- As before, with the version. The columns are written out because a view that is replaced keeps their order.
create or replace view customer_by_contact as
select customer.business_id, customer.id, customer.number, customer.name, customer.email, customer.address1,
       customer.address2, customer.city, customer.state, customer.postal_code, customer.country, customer.tax_id,
       customer.phone, customer.other_phone, customer.website, customer.notes, customer.balance,
       customer.stripe_customer, customer.created_at, customer.updated_at, matching.email_key, customer.version
from (select distinct business_id, email_key, customer_id from contact where email_key is not null) as matching
join customer on customer.business_id = matching.business_id and customer.id = matching.customer_id;

-- The first answer to each request with an Idempotency-Key. A row without a status is seen by nobody: it is completed in the
-- transaction that inserts it.
create table idempotency_key (
    business_id bigint not null references business (id),
    key         varchar(255) collate "C" not null,
    request     bytea not null, -- SHA-256 of what is asked for
    created_at  bigint not null,
    status      smallint,
    headers     text[],         -- name, value, name, value, …
    body        bytea,
    primary key (business_id, key)
);

-- What is old enough to be deleted.
create index idempotency_key_by_age on idempotency_key (created_at);

-- Holds a key until the transaction ends. It is an error, by the name of a constraint, if another transaction holds it, or if it has
-- an answer that was kept after "since" (UNIX seconds). Nobody waits for anybody.
create function idempotency_key_hold(business bigint, held text, since bigint) returns void language plpgsql as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended(held, business)) then
        raise unique_violation using
            message = 'another transaction holds this idempotency key',
            constraint = 'idempotency_key_running';
    end if;
    if exists (select from idempotency_key where business_id = business and key = held and created_at > since) then
        raise unique_violation using
            message = 'this idempotency key has an answer',
            constraint = 'idempotency_key_answered';
    end if;
end $$;

-- Holds a key and begins its row, in place of one that is too old.
create function idempotency_key_take(business bigint, taken text, asked bytea, now bigint, since bigint)
returns void language plpgsql as $$
begin
    perform idempotency_key_hold(business, taken, since);
    delete from idempotency_key where business_id = business and key = taken;
    insert into idempotency_key (business_id, key, request, created_at) values (business, taken, asked, now);
end $$;
