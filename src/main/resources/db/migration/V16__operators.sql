-- What filters with an operator need (docs/lists.md): filter[name][starts_with]=acme.

set local citus.multi_shard_modify_mode = 'sequential';

-- What spellings of a text have in common that differ in their case alone. Upper case, because the lower case of a letter can depend on
-- the letters around it, and the upper case of a start would not be the start of the upper case then.
create function without_case(content text) returns text language sql immutable strict parallel safe as $$
    select upper(content collate "und-x-icu") collate "C"
$$;

-- GET /customers?filter[name][starts_with]=… and filter[number][starts_with]=…
create index customer_by_name_without_case on customer (business_id, without_case(name), id);
create index customer_by_number_without_case on customer (business_id, without_case(number), id);

-- The parts of a text, of three characters each, with its tenant in front, so that the rows of one tenant are found without a look at those of
-- others.
create function text_parts(tenant bigint, content text) returns text[] language sql immutable strict parallel safe as $$
    select array(select tenant || substr(content, place, 3) from generate_series(1, length(content) - 2) as place)
$$;

-- What all spellings of the address have in common (as email_key of a contact), where that is not the address in small letters.
alter table customer add column email_key varchar(1000) collate "C";
alter table deleted_customer add column email_key varchar(1000) collate "C";

-- GET /customers?filter[email]=…, and with an operator.
create index customer_by_email_key on customer (business_id, coalesce(email_key, lower(email)), id);

-- GET /customers?filter[name][contains]=… and filter[email][contains]=… Rows wait in a short list until some are added together, which costs a
-- third of adding each by itself; every request reads that list, too.
create index customer_by_part_of_name on customer using gin (text_parts(business_id, without_case(name)))
    with (fastupdate = on, gin_pending_list_limit = 256);
create index customer_by_part_of_email on customer using gin (text_parts(business_id, coalesce(email_key, lower(email))))
    with (fastupdate = on, gin_pending_list_limit = 256);

-- GET /customers/:id/contacts?filter[email]=…, and with an operator.
create index contact_of_customer_by_email_key on contact (business_id, customer_id, email_key, id);

-- As before, with the key of the customer's own address.
drop view customer_by_contact;
create view customer_by_contact as
select customer.*, matching.email_key as contact_email_key
from (select distinct business_id, email_key, customer_id from contact where email_key is not null) as matching
join customer on customer.business_id = matching.business_id and customer.id = matching.customer_id;

drop view made_up_customer;
create view made_up_customer as
select 0::bigint                                  as business_id,
       n::bigint                                  as id,
       'N-' || n                                  as number,
       'Customer ' || n                           as name,
       'billing@customer' || n || '.example'      as email,
       n || ' Amber St'                           as address1,
       null::text                                 as address2,
       'Hill Valley'                              as city,
       'CA'                                       as state,
       (10000 + n)::text                          as postal_code,
       'United States'                            as country,
       '893-' || n                                as tax_id,
       '(820) 297-2983'                           as phone,
       null::text                                 as other_phone,
       'customer' || n || '.example'              as website,
       null::text                                 as notes,
       n * 1.25                                   as balance,
       null::text                                 as stripe_customer,
       null::jsonb                                as metadata,
       1::bigint                                  as version,
       1415222128 + n::bigint                     as created_at,
       case when n % 4 = 0 then 1417460942 + n::bigint end as updated_at,
       null::text                                 as email_key,
       1::bigint                                  as count
from generate_series(1, 250) as n;
