-- GET /customers?q=…: the words of each customer and of its contacts, kept by triggers in the transaction of every change
-- (docs/search.md, docs/decisions/0023-search.md).

set local citus.multi_shard_modify_mode = 'sequential';
set local citus.enable_unsafe_triggers = on;

-- Trusted: the owner of the database may create it. In whichever schema it is.
create extension if not exists unaccent;

-- The words of a text: what is between punctuation and spaces, without accents and case, and with its first 40 characters. The result
-- depends on no setting of the server; what is ASCII, the service does by itself (SearchTerms).
do $$
declare
    home constant text := (select quote_ident(nspname) from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
                           where extname = 'unaccent');
begin
    execute format($create$
        create function search_words(content text) returns text[] language plpgsql immutable strict parallel safe as $words$
        declare
            plain text := content;
        begin
            if octet_length(plain) > length(plain) then
                plain := regexp_replace(normalize(plain, NFKD), '[\u0300-\u036f]+', '', 'g');
                plain := normalize(%1$s.unaccent('%1$s.unaccent', replace(lower(plain collate pg_catalog."und-x-icu"), 'ς', 'σ')), NFC);
                plain := regexp_replace(plain, '[\u0080-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g');
            end if;
            -- The most frequent ones first: that is faster than any regular expression.
            plain := replace(replace(replace(replace(replace(lower(plain collate "C"), '@', ' '), '.', ' '), '-', ' '), ',', ' '),
                             '''', ' ');
            if plain ~ '[\u0001-\u001f!-/:-@\[-`{-\u007f]' then
                plain := regexp_replace(plain, '[\u0001-\u001f!-/:-@\[-`{-\u007f]+', ' ', 'g');
            end if;
            if plain ~ '[^ ]{41}' then
                plain := regexp_replace(plain, '([^ ]{40})[^ ]+', '\1', 'g');
            end if;
            return array_remove(string_to_array(plain, ' '), '');
        end $words$ $create$, home);
end $$;

create table customer_word (
    business_id bigint not null,
    word        text collate "C" not null,
    customer_id bigint not null,
    contact_id  bigint not null default 0 -- whose word it is; 0 for the customer's own
);

-- Changes the words of a customer, or of one of its contacts, where these differ. On Citus, nothing can be inserted that is selected, below
-- a function that runs at the node of its business.
create function customer_word_change(
    business bigint, customer bigint, contact bigint, before text[], after text[], is_distributed boolean)
returns void language plpgsql as $$
begin
    if before <> '{}' then
        delete from customer_word
        where business_id = business and customer_id = customer and word = any (before) and contact_id = contact
          and word <> all (after);
    end if;
    if after = '{}' then
        return;
    end if;
    if is_distributed then
        execute 'insert into customer_word (business_id, word, customer_id, contact_id) values '
            || (select string_agg(format('(%s, %L, %s, %s)', business, word, customer, contact), ', ' order by word)
                from (select distinct unnest(after) as word) as words)
            || ' on conflict do nothing';
    else
        insert into customer_word (business_id, word, customer_id, contact_id)
        select business, word, customer, contact from unnest(after) as word
        on conflict do nothing;
    end if;
end $$;

-- The words of all rows that a statement inserts, added together: one by one would take twice as long. The rows become arrays first, because
-- what is inserted must not be selected from a transition table; on Citus, where the tables have other names, with a number at the end, it must
-- be no selection at all.
create function customer_word_of_customers() returns trigger language plpgsql as $$
declare
    businesses bigint[];
    customers bigint[];
    contents text[];
begin
    select array_agg(business_id), array_agg(id), array_agg(concat_ws(' ', name, number, email))
    into businesses, customers, contents
    from added;
    if tg_table_name <> 'customer' then
        for i in 1..coalesce(cardinality(customers), 0) loop
            perform customer_word_change(businesses[i], customers[i], 0, '{}', search_words(contents[i]), true);
        end loop;
        return null;
    end if;
    insert into customer_word (business_id, word, customer_id)
    select distinct business, word, customer
    from unnest(businesses, customers, contents) as one (business, customer, content), unnest(search_words(content)) as word;
    return null;
end $$;

create function customer_word_of_contacts() returns trigger language plpgsql as $$
declare
    businesses bigint[];
    customers bigint[];
    contacts bigint[];
    contents text[];
begin
    select array_agg(business_id), array_agg(customer_id), array_agg(id), array_agg(concat_ws(' ', name, email))
    into businesses, customers, contacts, contents
    from added;
    if tg_table_name <> 'contact' then
        for i in 1..coalesce(cardinality(customers), 0) loop
            perform customer_word_change(businesses[i], customers[i], contacts[i], '{}', search_words(contents[i]), true);
        end loop;
        return null;
    end if;
    insert into customer_word (business_id, word, customer_id, contact_id)
    select distinct business, word, customer, contact
    from unnest(businesses, customers, contacts, contents) as one (business, customer, contact, content),
         unnest(search_words(content)) as word;
    return null;
end $$;

create function customer_word_of_customer() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from customer_word where business_id = old.business_id and customer_id = old.id;
        return null;
    end if;
    perform customer_word_change(new.business_id, new.id, 0, search_words(concat_ws(' ', old.name, old.number, old.email)),
                                 search_words(concat_ws(' ', new.name, new.number, new.email)), tg_table_name <> 'customer');
    return null;
end $$;

create function customer_word_of_contact() returns trigger language plpgsql as $$
begin
    perform customer_word_change(old.business_id, old.customer_id, old.id, search_words(concat_ws(' ', old.name, old.email)),
                                 case when tg_op = 'DELETE' then '{}' else search_words(concat_ws(' ', new.name, new.email)) end,
                                 tg_table_name <> 'contact');
    return null;
end $$;

create function customer_word_clear() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'customer' then
        delete from customer_word;
    elsif tg_table_name = 'contact' then
        delete from customer_word where contact_id <> 0;
    end if;
    return null;
end $$;

create trigger customer_word_insert after insert on customer
    referencing new table as added for each statement execute function customer_word_of_customers();
create trigger customer_word_delete after delete on customer
    for each row execute function customer_word_of_customer();
create trigger customer_word_update after update on customer
    for each row when ((old.name, old.number, old.email) is distinct from (new.name, new.number, new.email))
    execute function customer_word_of_customer();
create trigger customer_word_clear after truncate on customer
    for each statement execute function customer_word_clear();
create trigger customer_word_insert after insert on contact
    referencing new table as added for each statement execute function customer_word_of_contacts();
create trigger customer_word_delete after delete on contact
    for each row execute function customer_word_of_contact();
create trigger customer_word_update after update on contact
    for each row when ((old.name, old.email) is distinct from (new.name, new.email))
    execute function customer_word_of_contact();
create trigger customer_word_clear after truncate on contact
    for each statement execute function customer_word_clear();

-- Creating the triggers has locked out writers until this migration commits.
insert into customer_word (business_id, word, customer_id, contact_id)
select distinct business_id, unnest(search_words(concat_ws(' ', name, number, email))), id, 0 from customer;
insert into customer_word (business_id, word, customer_id, contact_id)
select distinct business_id, unnest(search_words(concat_ws(' ', name, email))), customer_id, id from contact;

-- What a customer's words are: looks for a second word among the customers that have the first one, and finds what an edit replaces.
alter table customer_word add primary key (business_id, customer_id, word, contact_id);

-- GET /customers?q=…: the customers with a word, or with one that begins like it. It has all that is needed of them, and whose the word is:
-- thousands of contacts of one customer can have the same word.
create index customer_word_by_word on customer_word (business_id, word, customer_id, contact_id);
