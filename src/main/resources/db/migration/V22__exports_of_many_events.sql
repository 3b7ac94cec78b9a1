-- An export counts in a transaction that cannot change anything, so it could not have more than 5000 events that were not counted before.

set local citus.multi_shard_modify_mode = 'sequential';

-- As before, but what was counted is only kept by those who can.
create or replace function event_count(business bigint, until bigint) returns bigint language plpgsql as $$
declare
    before bigint;
    after bigint;
    more bigint;
    counted bigint;
begin
    with kept as materialized (
        select coalesce(max(id), 0) as id, coalesce(max(count), 0) as count from event_total where business_id = business)
    select (select count from kept),
           (select count(*) from event where business_id = business and id > (select id from kept) and id <= until),
           (select count(*) from event where business_id = business and id > until and id <= (select id from kept))
    into before, more, after;
    if more > 5000 and current_setting('transaction_read_only') = 'off' then
        insert into event_total (business_id, id, count) values (business, 0, 0) on conflict do nothing;
        select id into counted from event_total where business_id = business for update;
        -- Counted again, behind the lock: events may have been deleted meanwhile.
        update event_total
        set id = until,
            count = count + (select count(*) from event where business_id = business and event.id > counted and event.id <= until)
        where business_id = business and id < until;
    end if;
    return before + more - after;
end $$;
