-- Distributes the tables by business where the database has the extension Citus, and does nothing elsewhere. Flyway runs this after
-- every migration, so a database can get the extension at any time (docs/scaling.md).
do $$
declare
    item text;
    name text;
    definition text;
    triggers text[] := '{}';
    reference_tables text[] := array['business', 'api_key', 'cursor_secret', 'flyway_schema_history'];
    -- Each after those that it refers to.
    distributed_tables text[] := array['customer', 'customer_total', 'customer_number_counter', 'contact', 'balance_entry',
                                       'portal_user', 'idempotency_key', 'customer_deletion', 'deleted_customer',
                                       'deleted_contact', 'deleted_balance_entry', 'event', 'event_total', 'webhook', 'webhook_attempt',
                                       'customer_word'];
    -- They run at the shard of the business, which is their first parameter.
    distributed_functions text[] := array['customer_number_next(bigint)', 'customer_number_next_free(bigint)',
                                          'customer_number_next_some(bigint, integer)',
                                          'customer_total_repair(bigint)', 'contact_total_repair(bigint)',
                                          'customer_rows_copy(bigint, bigint, text, text)',
                                          'customer_delete(bigint, bigint, text)',
                                          'customer_restore(bigint, bigint, bigint, text)',
                                          'customer_erase(bigint, bigint, text)',
                                          'contact_delete(bigint, bigint, bigint, text)',
                                          'portal_user_delete(bigint, text, text)', 'event_writer(bigint)',
                                          'event_append_one(bigint, text, bigint, jsonb, jsonb, text, boolean)',
                                          'event_newest(bigint)', 'event_count(bigint, bigint)',
                                          'webhook_attempt_add(bigint, bigint, text, bigint, bigint, bigint, integer, text, bigint)',
                                          'customer_word_change(bigint, bigint, bigint, text[], text[], boolean)',
                                          'idempotency_key_unanswered(bigint, text, bigint)',
                                          'idempotency_key_hold(bigint, text, bigint)',
                                          'idempotency_key_take(bigint, text, bytea, bigint, bigint)'];
begin
    if not exists (select from pg_extension where extname = 'citus') then
        return;
    end if;
    -- Several instances may start at the same time.
    perform pg_advisory_xact_lock(hashtextextended('distribute tables', 0));
    -- The triggers change only rows of the business that their own row belongs to, which are at the same node.
    perform set_config('citus.enable_unsafe_triggers', 'on', true);
    perform set_config('citus.enable_local_reference_table_foreign_keys', 'off', true);
    -- Functions can be distributed only by the connections that tables were distributed by in the same transaction.
    perform set_config('citus.multi_shard_modify_mode', 'sequential', true);
    foreach item in array reference_tables loop
        if not exists (select from pg_dist_partition where logicalrelid = item::regclass) then
            perform create_reference_table(item);
        end if;
    end loop;
    foreach item in array distributed_tables loop
        if not exists (select from pg_dist_partition where logicalrelid = item::regclass) then
            -- A trigger would count every row again that is copied to a node.
            for name, definition in
                select tgname, pg_get_triggerdef(oid) from pg_trigger where tgrelid = item::regclass and not tgisinternal
            loop
                execute format('drop trigger %I on %I', name, item);
                triggers := triggers || definition;
            end loop;
            perform create_distributed_table(
                item, 'business_id', colocate_with => case item when 'customer' then 'none' else 'customer' end);
        end if;
    end loop;
    foreach definition in array triggers loop
        execute definition;
    end loop;
    foreach item in array distributed_functions loop
        if not exists (select from pg_dist_object where objid = item::regprocedure and distribution_argument_index is not null) then
            perform create_distributed_function(
                item::regprocedure, '$1', colocate_with => 'customer', force_delegation => true);
        end if;
    end loop;
end $$;
