-- Sample data of dev mode and tests: two businesses with fixed ids, fixed API keys and customers to page through.
-- Run again after every change of this file; what is there already is left as it is.

insert into business (id, name, created_at) values (1, 'Acme', 1415222000), (2, 'Globex', 1415222000)
on conflict do nothing;

insert into api_key (business_id, id, name, hash, permissions, created_at) values
    (1, 1, 'Acme, every permission', sha256('acme-dev-key'), 'read,write,balances,integrations,portal,events,audit,erase,webhooks', 1415222000),
    (1, 2, 'Acme, read only', sha256('acme-read-key'), 'read', 1415222000),
    (2, 3, 'Globex, every permission', sha256('globex-dev-key'), 'read,write,balances,integrations,portal,events,audit,erase,webhooks', 1415222000)
on conflict (business_id, id) do update set permissions = excluded.permissions;

with sample as (
    select n,
           case when n <= 250 then 1 else 2 end as business_id,
           case when n <= 250 then n else n - 250 end as seq,
           (array['Amber', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Fjord', 'Granite', 'Harbor', 'Indigo', 'Juniper'])[n % 10 + 1]
             || ' ' ||
           (array['Works', 'Foods', 'Logistics', 'Studio', 'Energy', 'Textiles', 'Books'])[n % 7 + 1] as name,
           (array['Hill Valley', 'Springfield', 'Riverdale', 'Sunnydale', 'Twin Pines'])[n % 5 + 1] as city
    from generate_series(1, 280) as n
)
insert into customer (business_id, id, number, name, email, address1, city, state, postal_code, country, tax_id, phone,
                      website, notes, created_at, updated_at)
select business_id,
       n,
       'CUST-' || lpad(seq::text, 4, '0'),
       case when n = 1 then 'Acme' else name || ' ' || seq end,
       case when n % 9 = 0 then null else 'billing@customer' || n || '.example' end,
       n || ' Amber St',
       city,
       'CA',
       (94000 + n)::text,
       'United States',
       case when n % 4 = 0 then null else '893-' || 900000 + n end,
       '(820) 297-' || lpad(n::text, 4, '0'),
       'customer' || n || '.example',
       case when n % 11 = 0 then 'Pays by bank transfer.' end,
       1415222128 + n * 3600,
       case when n % 3 = 0 then 1417460942 + n * 3600 end
from sample
on conflict do nothing;

insert into customer_number_counter (business_id, last) values (1, 250), (2, 30)
on conflict do nothing;

-- The ledgers of those who have none yet; the entries move the balances.
insert into balance_entry (business_id, id, customer_id, amount, reference, created_at)
select business_id,
       id,
       id,
       case id % 6 when 1 then id * 13.47 when 2 then id * 100 when 3 then id * -2.5 else id * 7.125 end,
       'INV-' || lpad(id::text, 4, '0'),
       created_at + 86400
from customer
where business_id in (1, 2) and id <= 280 and id % 6 <> 0
  and not exists (select from balance_entry where business_id = customer.business_id and customer_id = customer.id)
order by id;

insert into contact (business_id, id, customer_id, name, email, email_key, "primary", created_at, updated_at)
select c.business_id,
       c.id * 5 + k,
       c.id,
       (array['Tia', 'Sam', 'Noor', 'Kim', 'Ada', 'Leo'])[(c.id + k) % 6 + 1] || ' '
         || (array['Dunn', 'Okafor', 'Silva', 'Berg', 'Tanaka'])[(c.id + k * 3) % 5 + 1],
       'contact' || k || '@customer' || c.id || '.example',
       'contact' || k || '@customer' || c.id || '.example', -- in lower case it is its own key
       k = 0,
       c.created_at + k,
       case when k = 1 then c.created_at + 86400 end
from customer as c, generate_series(0, 4) as k
where c.id <= 280 and k < c.id % 5
on conflict do nothing;

-- Ids that the service hands out go on behind those of the sample.
do $$
begin
    perform setval(pg_get_serial_sequence('business', 'id'), greatest(1000, (select max(id) from business)));
    perform setval('api_key_id_seq', greatest(1000, (select max(id) from api_key)));
    perform setval('customer_id_seq', greatest(15443, (select max(id) from customer)));
    perform setval('balance_entry_id_seq', greatest(1000, (select max(id) from balance_entry)));
    perform setval('contact_id_seq', greatest(22255, (select max(id) from contact)));
end
$$;
