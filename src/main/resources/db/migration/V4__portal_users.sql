-- The users of each business's client portal, by the ids that the portal gives them.
create table portal_user (
    business_id bigint not null references business (id),
    id          varchar(255) collate "C" not null,
    email       varchar(254) collate "C" not null,
    email_key   varchar(1000) collate "C" not null, -- what all spellings of the address have in common
    created_at  bigint not null,
    updated_at  bigint,
    primary key (business_id, id)
);

-- Filled by the next migration, and by every write from now on.
alter table contact add column email_key varchar(1000) collate "C";

-- GET /portal_users/:user_id and GET /portal_users/:user_id/customers.
create index contact_by_email_key on contact (business_id, email_key, id) include (customer_id);

-- GET /portal_users/:user_id/customers: each customer once for each address that its contacts have.
create view customer_by_contact as
select customer.*, matching.email_key
from (select distinct business_id, email_key, customer_id from contact where email_key is not null) as matching
join customer on customer.business_id = matching.business_id and customer.id = matching.customer_id;
