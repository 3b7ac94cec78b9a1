-- As before, but a key that has an answer is not held: two requests that find the answer at the same time both have it.
create or replace function idempotency_key_hold(business bigint, held text, since bigint)
returns void language plpgsql as $$
begin
    perform idempotency_key_unanswered(business, held, since);
    if not pg_try_advisory_xact_lock(hashtextextended(held, business)) then
        raise unique_violation using
            message = 'another transaction holds this idempotency key',
            constraint = 'idempotency_key_running';
    end if;
    perform idempotency_key_unanswered(business, held, since); -- The one that held it may just have committed.
end $$;

create function idempotency_key_unanswered(business bigint, held text, since bigint)
returns void language plpgsql as $$
begin
    if exists (select from idempotency_key where business_id = business and key = held and created_at > since) then
        raise unique_violation using
            message = 'this idempotency key has an answer',
            constraint = 'idempotency_key_answered';
    end if;
end $$;
