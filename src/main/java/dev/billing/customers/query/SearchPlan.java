package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import dev.billing.customers.query.ListPlan.Rows;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statement of a search: one page, in the order of the best match or of the request's sort, and the exact total.
 *
 * @param <T> the type that a row represents
 */
final class SearchPlan<T> {

    private final ListPlan<T> list;
    private final ListTable<T> table;
    private final Scope scope;
    private final ListTable.Words tableOfWords;
    private final boolean isOfWordsOnly;

    /**
     * Creates a plan.
     *
     * @param list the rows that are searched, and their order
     */
    SearchPlan(Scope scope, ListRequest<T> request, ListPlan<T> list) {
        this.list = list;
        this.table = request.table();
        this.scope = scope;
        this.tableOfWords = table.words().orElseThrow();
        this.isOfWordsOnly = table.isIndexed()
                && scope.columns().size() == 1
                && list.conditions().isEmpty()
                && request.sort().isEmpty();
    }

    /**
     * What the statement returns of a search.
     *
     * @param rows of the page
     * @param total how many rows match on all pages
     * @param isKnown whether any row of the tenant has all words, whatever the filters are
     * @param isLimited whether nothing was found out, because each word has more entries than the limit
     */
    record Found(List<Row> rows, long total, boolean isKnown, boolean isLimited) {}

    /** Reads what the statement returns: it has one row without a key if the page is empty. */
    Found found(List<Row> rows) {
        int key = table.layout().position(table.layout().key());
        int total = table.layout().properties().size() + 1;
        var first = rows.get(0);
        return new Found(
                rows.stream().filter(row -> row.getValue(key) != null).toList(),
                first.getLong(total),
                first.getBoolean(total + 1),
                first.getBoolean(total + 2));
    }

    /** The value by which a row is ordered. */
    @Nullable
    Object value(Row row, SortKey step) {
        return step.property() == SearchTerms.RANK
                ? SearchTerms.RANK.read(row, table.layout().properties().size())
                : table.layout().read(row, step.property());
    }

    /**
     * The statement for a page.
     *
     * @param limit how many entries of a word are read at most
     */
    Statement statement(List<SearchWord> words, int limit, Rows rows) {
        var sql = new SqlBuilder(scope).append("with ");
        var search = new SearchSql(sql, tableOfWords, words, limit);
        // Words that so many rows have are there, and what the filters find is less.
        boolean isByFilters = limit == SearchSql.UNLIMITED && !list.conditions().isEmpty();
        if (isByFilters) {
            filtered(sql.append("listed as (")).append(" offset 0), ");
            search.lookAt("listed", key());
            sql.append(", matches as (select * from hits)");
        } else {
            search.find();
            matches(sql);
        }
        page(sql, rows);
        sql.append(" select " + table.columns() + ", search_rank, (select count(*) from matches), ")
                .append(isByFilters ? "true" : "exists (select from hits)")
                .append(", " + search.isLimited() + " from (select 1) as always left join page on true");
        if (isOfWordsOnly) {
            eachFound(sql.append(" left join ")).append(" on true");
        }
        ListPlan.orderBy(sql, rows);
        return sql.statement();
    }

    /** The rows with all words: their keys are enough if nothing else is asked for. */
    private void matches(SqlBuilder sql) {
        if (isOfWordsOnly) {
            sql.append(", matches as (select found_key as " + key() + ", search_rank from hits)");
        } else {
            eachFound(sql.append(", matches as materialized (select listed.*, search_rank from hits cross join "))
                    .append(")");
        }
    }

    /** Appends the row of each key, if it matches the filters. PostgreSQL cannot make a join of it that reads all rows of a tenant. */
    private SqlBuilder eachFound(SqlBuilder sql) {
        return filtered(sql.append("lateral (")).append(" and " + key() + " = found_key offset 0) as listed");
    }

    private SqlBuilder filtered(SqlBuilder sql) {
        ListPlan.and(sql.append("select *").from(table.name()), list.conditions());
        return sql;
    }

    private void page(SqlBuilder sql, Rows rows) {
        sql.append(
                ", page as (select " + (isOfWordsOnly ? key() + " as found_key, search_rank" : "*") + " from matches");
        if (!rows.where().isEmpty()) {
            sql.append(" where ").each(rows.where(), " and ", condition -> condition.write(sql));
        }
        ListPlan.orderBy(sql, rows);
        sql.append(" limit " + rows.limit() + " offset ").bind(rows.offset()).append(")");
    }

    private String key() {
        return table.layout().key().column();
    }
}
