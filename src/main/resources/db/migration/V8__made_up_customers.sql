-- Customers that nobody stored, of a business that is not there: a new instance reads them to compile its code before callers come
-- (docs/decisions/0015-warm-up.md). Columns and types are those of customer; count is for the total.
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
       1::bigint                                  as version,
       1415222128 + n::bigint                     as created_at,
       case when n % 4 = 0 then 1417460942 + n::bigint end as updated_at,
       1::bigint                                  as count
from generate_series(1, 250) as n;
