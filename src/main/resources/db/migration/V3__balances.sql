-- The ledger behind customer.balance. Entries are appended and never changed; they go when their customer goes.
create sequence balance_entry_id_seq;

create table balance_entry (
    business_id bigint not null,
    id          bigint not null,
    customer_id bigint not null,
    amount      numeric(19, 4) not null,
    reference   varchar(255) collate "C" not null,
    notes       varchar(10000) collate "C",
    balance     numeric(19, 4) not null, -- of the customer, with this entry
    created_at  bigint not null,
    primary key (business_id, id),
    constraint balance_entry_customer foreign key (business_id, customer_id)
        references customer (business_id, id) on delete cascade
);

-- A reference is booked once for a customer, however often it is sent; also serves filter[reference] and sort=reference.
create unique index balance_entry_reference on balance_entry (business_id, customer_id, reference) include (id);

-- GET /customers/:customer_id/balance_entries, the latest ones of GET /customers/:customer_id/balance, and the cascade.
create index balance_entry_by_customer on balance_entry (business_id, customer_id, id);

-- A customer is of one business. Without knowing that, PostgreSQL takes a customer's ledger for one row where there are many
-- businesses, and then all indexes for equally good.
create statistics balance_entry_business (dependencies) on customer_id, business_id from balance_entry;

-- Balances from before there was a ledger.
insert into balance_entry (business_id, id, customer_id, amount, reference, notes, balance, created_at)
select business_id, nextval('balance_entry_id_seq'), id, balance, 'OPENING', 'Balance before the first entry.', balance,
       coalesce(updated_at, created_at)
from customer
where balance <> 0;

-- An entry and its customer's balance change together, whoever writes the entry. The update holds the customer's row until the
-- transaction ends: entries of one customer come one after the other, and no two of them start from the same balance. The id is
-- taken behind that lock, so that the order of the ids is the order of the balances.
create function balance_entry_move() returns trigger language plpgsql as $$
begin
    update customer
    set balance = balance + new.amount,
        updated_at = case when new.amount = 0 then updated_at else new.created_at end
    where business_id = new.business_id and id = new.customer_id
    returning balance into new.balance;
    if not found then
        new.balance := new.amount; -- The foreign key refuses the entry.
    end if;
    new.id := coalesce(new.id, nextval('balance_entry_id_seq'));
    return new;
end $$;

create trigger balance_entry_move before insert on balance_entry
    for each row execute function balance_entry_move();

-- PUT /customers/:id/stripe_customer: a customer of Stripe is one customer of the business; also serves
-- filter[stripe_customer].
create unique index customer_stripe_customer on customer (business_id, stripe_customer) include (id)
    where stripe_customer is not null;
