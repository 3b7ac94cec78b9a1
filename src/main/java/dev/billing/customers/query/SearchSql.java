package dev.billing.customers.query;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The part of a statement that finds the rows with all words. It reads the entries of each word from an index, up to a limit, and marks
 * their rows: one bit for each word, and another one if it is there as it is. A row that lacks only words with more entries is looked at
 * by itself. If all words have more, nothing is found.
 */
final class SearchSql {

    /** No limit of the entries. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Comes after all that begins like a word. */
    private static final String LAST =
            Character.toString(Character.MAX_CODE_POINT).repeat(SearchTerms.WORD);

    /** The bit of a word that is there as it is, is so far to the left of the other one. */
    private static final int AS_IT_IS = 16;

    private final SqlBuilder sql;
    private final ListTable.Words table;
    private final List<SearchWord> words;
    private final int limit;
    private final boolean isForgiving;
    private final int all;
    private final List<String> texts;
    private final List<String> ends;
    private final List<String> similar;

    SearchSql(SqlBuilder sql, ListTable.Words table, List<SearchWord> words, int limit) {
        this.sql = sql;
        this.table = table;
        this.words = words;
        this.limit = limit;
        this.isForgiving = words.stream().anyMatch(word -> !word.similar().isEmpty());
        this.all = (1 << words.size()) - 1;
        this.texts = words.stream().map(word -> sql.placeholder(word.text())).toList();
        this.ends =
                words.stream().map(word -> sql.placeholder(word.text() + LAST)).toList();
        this.similar = isForgiving
                ? words.stream()
                        .map(word -> sql.placeholder(word.similar().toArray(String[]::new)))
                        .toList()
                : List.of();
    }

    /** Appends common table expressions, of which {@code hits} has the keys of the rows and their rank. */
    void find() {
        for (int i = 0; i < words.size(); i++) {
            // Counted and read, or only read.
            var kept = limit == UNLIMITED ? " as (" : " as materialized (";
            sql.append("word_" + i + kept).append(entries(i)).append("), ");
        }
        sql.append("heavy as materialized (select " + each(" | ", this::heavyBit) + " as bits), ");
        if (words.size() == 1) {
            findOne();
        } else {
            findAll();
        }
    }

    /** Sorted, which is faster than a hash table: the index has the entries nearly in this order. */
    private void findOne() {
        sql.append("hits as materialized (select distinct on (found_key) found_key, " + rank())
                .append(" from word_0 where (select bits from heavy) = 0 order by found_key, marks desc)");
    }

    private void findAll() {
        sql.append("candidates as (select found_key, bit_or(marks) as marks from (")
                .append(each(" union all ", i -> "select * from word_" + i))
                .append(") as entries where (select bits from heavy) <> " + all)
                .append(" group by found_key having (bit_or(marks) | (select bits from heavy)) & " + all + " = " + all
                        + "), ")
                .append("hits as materialized (select found_key, " + rank() + " from (select found_key, marks | ")
                .append(each(
                        " | ",
                        i -> "case when (select bits from heavy) & " + (1 << i) + " = 0 then 0 else "
                                + look(i, "found_key") + " end"))
                .append(" as marks from candidates offset 0) as looked_at where marks & " + all + " = " + all + ")");
    }

    /** Appends common table expressions, of which {@code hits} has those of some rows that have all words, with their rank. */
    void lookAt(String rows, String key) {
        sql.append("heavy as (select 0 as bits), hits as materialized (select *, " + rank() + " from (select *, ")
                .append(each(" | ", i -> look(i, rows + "." + key)))
                .append(" as marks from " + rows + " offset 0) as looked_at where marks & " + all + " = " + all + ")");
    }

    /** Whether all words have more entries than the limit. */
    String isLimited() {
        return "(select bits from heavy) = " + all;
    }

    /** The entries of a word: those that begin like it, and those that are similar. */
    private String entries(int i) {
        var some = limit == UNLIMITED ? "" : " limit " + (limit + 1);
        var begin = "select " + table.key() + " as found_key, " + marks(i) + " as marks" + from() + " and " + begins(i)
                + some;
        return isForgiving
                ? "(" + begin + ") union all (select " + table.key() + ", " + (1 << i) + from() + " and word = any ("
                        + similar.get(i) + ")" + some + ")"
                : begin;
    }

    /** The marks of a word in a row, by which each row is looked at. */
    private String look(int i, String key) {
        var isOne = isForgiving ? "(" + begins(i) + " or word = any (" + similar.get(i) + "))" : begins(i);
        return "coalesce((select " + marks(i) + from() + " and " + table.key() + " = " + key + " and " + isOne
                + (isForgiving ? "" : " order by word") + " limit 1), 0)";
    }

    private String from() {
        return " from " + ListProperty.quoted(table.name()) + " where " + sql.tenant() + " = $1";
    }

    private String begins(int i) {
        return "word >= " + texts.get(i) + " and word < " + ends.get(i);
    }

    private String marks(int i) {
        int bit = 1 << i;
        return isForgiving
                ? String.valueOf(bit)
                : "case when word = " + texts.get(i) + " then " + (bit << AS_IT_IS | bit) + " else " + bit + " end";
    }

    private String heavyBit(int i) {
        return limit == UNLIMITED
                ? "0"
                : "case when (select count(*) from word_" + i + ") > " + limit + " then " + (1 << i) + " else 0 end";
    }

    private String rank() {
        var rank = isForgiving ? "2" : "case when marks >> " + AS_IT_IS + " = " + all + " then 0 else 1 end";
        return "(" + rank + ")::bigint as search_rank";
    }

    private String each(String separator, IntFunction<String> part) {
        return IntStream.range(0, words.size()).mapToObj(part).collect(Collectors.joining(separator));
    }
}
