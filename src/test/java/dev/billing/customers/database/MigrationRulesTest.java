package dev.billing.customers.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the migrations have left behind must also be possible on Citus (CONTRIBUTING.md, "A migration"). */
@ServiceTest
class MigrationRulesTest {

    private static final String SCRIPT = "/db/migration/afterMigrate__distribute_tables.sql";

    @Test
    void every_table_is_distributed_by_business_or_copied_to_all_nodes() {
        assertThat(rows("""
                        select relname from pg_class
                        where relkind in ('r', 'p') and relnamespace = current_schema::regnamespace
                        """))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(listed("reference_tables"), listed("distributed_tables"))
                                .toList());
    }

    @Test
    void every_function_that_changes_rows_runs_where_they_are() {
        assertThat(rows("""
                        select proname from pg_proc
                        where pronamespace = current_schema::regnamespace and prorettype <> 'trigger'::regtype
                          and prosrc ~* '\\m(insert|update|delete|exists)\\M'
                        """)).allSatisfy(function -> assertThat(listed("distributed_functions"))
                .anyMatch(distributed -> distributed.startsWith(function + "(bigint")));
    }

    @Test
    void no_trigger_selects_from_its_transition_table_into_another_table() {
        assertThat(rows("""
                        select tgname from pg_trigger join pg_proc on pg_proc.oid = tgfoid
                        where coalesce(tgnewtable, tgoldtable) is not null
                          and prosrc ~* ('(insert|update|delete)\\s[^;]*\\mfrom\\s+' || coalesce(tgnewtable, tgoldtable) || '\\M')
                        """)).isEmpty();
    }

    @Test
    void every_sequence_is_needed_by_a_default() {
        assertThat(rows("""
                        select sequence.relname from pg_class as sequence
                        where sequence.relkind = 'S' and sequence.relnamespace = current_schema::regnamespace
                          and not exists (
                              select from pg_depend
                              where refobjid = sequence.oid and refclassid = 'pg_class'::regclass
                                and classid = 'pg_attrdef'::regclass)
                          and not exists (
                              select from pg_depend
                              where objid = sequence.oid and classid = 'pg_class'::regclass and deptype = 'i')
                        """)).isEmpty();
    }

    @Test
    void every_unique_index_of_a_distributed_table_begins_with_the_business() {
        var others = rows("""
                select indrelid::regclass || ': ' || indexrelid::regclass
                from pg_index
                join pg_class on pg_class.oid = indrelid
                join pg_attribute on attrelid = indrelid and attnum = indkey[0]
                where indisunique and relnamespace = current_schema::regnamespace and attname <> 'business_id'
                """);

        var copied = listed("reference_tables").toList();
        assertThat(others)
                .filteredOn(index -> !copied.contains(index.substring(0, index.indexOf(':'))))
                .isEmpty();
    }

    @Test
    void every_reference_between_distributed_tables_contains_the_business() {
        assertThat(rows("""
                        select conname from pg_constraint
                        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
                        where contype = 'f' and connamespace = current_schema::regnamespace and attname <> 'business_id'
                        """)).isEmpty();
    }

    /** The tables were not distributed yet when the first ten ran. */
    @Test
    void every_migration_works_on_tables_that_are_distributed_already() throws IOException {
        try (var scripts = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(scripts.filter(script -> script.getFileName().toString().matches("V(1[1-9]|[2-9][0-9]).*")))
                    .isNotEmpty()
                    .allSatisfy(script -> assertThat(Files.readString(script))
                            .contains("set local citus.multi_shard_modify_mode = 'sequential';"));
        }
    }

    @Test
    void the_tables_of_what_is_deleted_have_the_columns_of_the_others_in_the_same_order() {
        var columns = """
                select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum)
                from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped
                """;
        for (var table : List.of("customer", "contact", "balance_entry")) {
            assertThat(rows(columns.formatted("deleted_" + table))).as(table).isEqualTo(rows(columns.formatted(table)));
        }
    }

    @Test
    void no_function_generates_rows_inside_a_condition_of_a_table() {
        assertThat(rows("""
                        select proname from pg_proc
                        where pronamespace = current_schema::regnamespace
                          and prosrc ~* '(update|delete)\\s[^;]*\\mgenerate_series\\M'
                        """)).isEmpty();
    }

    /** The text literals of an array in the script that distributes the tables. */
    private static Stream<String> listed(String array) {
        try (var script = MigrationRulesTest.class.getResourceAsStream(SCRIPT)) {
            var text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            var literals =
                    Pattern.compile(array + " text\\[] := array\\[([^;]*)];").matcher(text);
            assertThat(literals.find()).isTrue();
            return Pattern.compile("'([^']+)'")
                    .matcher(literals.group(1))
                    .results()
                    .map(literal -> literal.group(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rows(String sql) {
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
