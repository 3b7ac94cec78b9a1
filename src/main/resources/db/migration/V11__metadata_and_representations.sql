-- What the bare representation has besides: metadata, and for each API key which representation its callers get
-- (docs/decisions/0017-two-representations.md).

set local citus.multi_shard_modify_mode = 'sequential';

alter table api_key add column representation varchar(7) not null default '2015-04'
    constraint api_key_representation check (representation in ('2015-04', '2015-12'));

-- Texts by key; null if there are none, so that a row without metadata costs nothing.
alter table customer add column metadata jsonb;
alter table contact add column metadata jsonb;

-- The members of an object as terms of an index, each with its tenant in front, so that the rows of one tenant are found without a
-- look at those of others.
create function member_terms(tenant bigint, members jsonb) returns text[] language sql immutable strict parallel safe as $$
    select array(select jsonb_build_array(tenant, key, value)::text from jsonb_each_text(members))
$$;

-- The terms of one key with each of these values.
create function member_terms_of(tenant bigint, member text, contents text[]) returns text[] language sql immutable strict parallel safe as $$
    select array(select jsonb_build_array(tenant, member, content)::text from unnest(contents) as content)
$$;

-- GET /customers?metadata[key]=value. Rows are added to the index one by one: a list of pending ones would be read by every request.
create index customer_by_metadata on customer using gin (member_terms(business_id, metadata)) with (fastupdate = off)
    where metadata is not null;

-- GET /customers?updated_after=…, and in the bare representation sort and filter by updated_at, which is created_at until the first edit.
create index customer_by_change on customer (business_id, coalesce(updated_at, created_at), id);
create index customer_by_change_down on customer (business_id, coalesce(updated_at, created_at) desc, id);

-- As before, with the metadata.
drop view customer_by_contact;
create view customer_by_contact as
select customer.*, matching.email_key
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
       1::bigint                                  as count
from generate_series(1, 250) as n;
