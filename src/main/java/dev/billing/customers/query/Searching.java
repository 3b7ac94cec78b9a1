package dev.billing.customers.query;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.query.ListPlan.Rows;
import dev.billing.customers.query.SearchPlan.Found;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Searches rows. The first attempt reads few entries of each word, which is enough for most searches and takes no longer than a list. The
 * next ones read more, and the last one all. If no row has all words, it does the same with words that are similar.
 *
 * @param <T> the type that a row represents
 */
final class Searching<T> {

    /** So many entries of one word are read as fast as a list. */
    private static final int FEW = 2_000;

    /** Of several words, one is often so rare. Then the others are looked for in its rows only, whatever they are. */
    private static final int FEWER = 200;

    /** More words are not as fast. */
    private static final int FEW_WORDS = 3;

    /** So many entries are read in some hundredths of a second. */
    private static final int MANY = 20_000;

    private static final int MORE = 10;

    private final SearchTerms terms;
    private final SearchPlan<T> plan;
    private final Database database;
    private final Function<Statement, Uni<RowSet<Row>>> inTime;

    /**
     * Creates a search.
     *
     * @param inTime runs a statement that can take long
     */
    Searching(SearchTerms terms, SearchPlan<T> plan, Database database, Function<Statement, Uni<RowSet<Row>>> inTime) {
        this.terms = terms;
        this.plan = plan;
        this.database = database;
        this.inTime = inTime;
    }

    /** Finds one page. Fails with {@link InvalidListException} if it turns out that there are no words, or too many. */
    Uni<Found> find(Rows rows) {
        return words().flatMap(words -> find(
                        words.stream().map(SearchWord::exactly).toList(), words.size() == 1 ? FEW : FEWER, rows)
                .flatMap(found -> found.isKnown() ? Uni.createFrom().item(found) : findSimilar(words, found, rows)));
    }

    /** The value by which a row that was found is ordered. */
    @Nullable
    Object value(Row row, SortKey step) {
        return plan.value(row, step);
    }

    private Uni<List<String>> words() {
        return terms.isAscii()
                ? Uni.createFrom().item(terms.words())
                : database.read(terms.statement())
                        .map(rows -> rows.iterator().next().getArrayOfStrings(0))
                        .map(words -> SearchTerms.checked(List.of(words)));
    }

    private Uni<Found> findSimilar(List<String> words, Found nothing, Rows rows) {
        var forgiving = words.stream().map(SearchWord::forgiving).toList();
        return forgiving.stream().allMatch(word -> word.similar().isEmpty())
                ? Uni.createFrom().item(nothing)
                : find(forgiving, FEW, rows);
    }

    private Uni<Found> find(List<SearchWord> words, int limit, Rows rows) {
        return run(plan.statement(words, limit, rows), words, limit)
                .map(result -> {
                    var list = new ArrayList<Row>(result.size());
                    result.forEach(list::add);
                    return plan.found(list);
                })
                .flatMap(found -> found.isLimited()
                        ? find(words, limit < MANY ? limit * MORE : SearchSql.UNLIMITED, rows)
                        : Uni.createFrom().item(found));
    }

    private Uni<RowSet<Row>> run(Statement statement, List<SearchWord> words, int limit) {
        if (limit == SearchSql.UNLIMITED) {
            return inTime.apply(statement);
        }
        boolean isShort = limit <= FEW
                && words.size() <= FEW_WORDS
                && words.stream().allMatch(word -> word.similar().isEmpty());
        return isShort ? database.read(statement) : database.query(statement);
    }
}
