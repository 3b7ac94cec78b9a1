package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.query.Books.Book;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import dev.billing.customers.url.UrlParameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/lists.md, run. */
@ServiceTest
class BooksTest {

    private static final Path PAGE = Path.of("docs/lists.md");
    private static final Path TESTS = Path.of("src/test/java/dev/billing/customers/query");

    @Inject
    ReactiveLists lists;

    private final String library = UUID.randomUUID().toString();

    // Begin of what docs/lists.md shows
    Uni<Listing<TableRow<Book>>> list(String library, String query) {
        var request = ListRequest.parse(UrlParameters.parse(query), Books.TABLE);
        return lists.list(Scope.of("library", library), request);
    }

    Uni<TableRow<Book>> add(String library, Book book) {
        return lists.insert(Books.TABLE, Scope.of("library", library), book);
    }

    Uni<String> csv(String library, String query) {
        var parameters = UrlParameters.parse(query);
        var request = ListRequest.parseExport(parameters, Books.TABLE, Representation.ENVELOPED, false);
        return lists.list(Scope.of("library", library), request)
                .flatMap(listing -> csv(listing.export().orElseThrow()));
    }

    private static Uni<String> csv(Export<TableRow<Book>> export) {
        var lines = new CsvLines(export, Representation.ENVELOPED, new ObjectMapper().writer());
        return export.portions()
                .invoke(rows -> rows.forEach(lines::write))
                .collect()
                .last()
                .map(end -> new String(lines.take(), StandardCharsets.UTF_8));
    }
    // End

    @BeforeEach
    void a_library_with_three_books() throws Exception {
        for (var block : blocks("sql")) {
            TestDatabase.execute(block.replace("create table", "create table if not exists")
                    .replace("create index", "create index if not exists")
                    .replace("create function", "create or replace function")
                    .replace("create trigger", "create or replace trigger"));
        }
        add(library, new Book("1", "Emma", 1815L, new BigDecimal("9.50"), null))
                .await()
                .indefinitely();
        add(library, new Book("2", "Ivanhoe", 1819L, null, null)).await().indefinitely();
        add(library, new Book("3", "Emma", null, BigDecimal.TEN, null)).await().indefinitely();
    }

    @Test
    void books_are_listed_sorted_filtered_counted_and_paged() {
        assertThat(isbns("")).containsExactly("1", "2", "3");
        assertThat(isbns("sort=title desc,isbn desc")).containsExactly("2", "3", "1");
        assertThat(isbns("sort=year desc")).containsExactly("3", "2", "1");
        assertThat(isbns("filter[title]=Emma&filter={\"year\":null}")).containsExactly("3");
        assertThat(isbns("filter[isbn]=2")).containsExactly("2");

        var page = page("per_page=2");

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.links())
                .extracting(Listing.PageLink::relation)
                .containsExactly("self", "first", "next", "last");
        var next = page.links().get(2);
        assertThat(isbns("per_page=2&page=2&cursor=" + next.cursor())).containsExactly("3");
        assertThat(list("another", "").await().indefinitely().total()).isZero();
    }

    @Test
    void books_are_exported() {
        assertThat(csv(library, "sort=title+desc&fields=title,year").await().indefinitely())
                .isEqualTo("title,year\r\nIvanhoe,1819\r\nEmma,1815\r\nEmma,\r\n");
        assertThat(csv("another", "").await().indefinitely()).isEqualTo("isbn,title,year,price,lent\r\n");
    }

    @Test
    void a_cursor_is_for_one_scope_and_table() {
        var next = page("per_page=2").links().get(2);

        assertThatThrownBy(() -> list("another", "per_page=2&page=2&cursor=" + next.cursor())
                        .await()
                        .indefinitely())
                .isInstanceOf(InvalidListException.class);
    }

    @Test
    void a_book_is_found_by_its_key_and_is_json_as_it_is_declared() throws Exception {
        var row = lists.find(Books.TABLE, Scope.of("library", library), Books.ISBN, "1")
                .await()
                .indefinitely();

        assertThat(row.get(Books.ISBN)).isEqualTo("1");
        assertThat(new ObjectMapper().writeValueAsString(row))
                .isEqualTo("{\"isbn\":\"1\",\"title\":\"Emma\",\"year\":1815,\"price\":9.5,\"lent\":false}");
        assertThat(lists.find(Books.TABLE, Scope.of("library", "another"), Books.ISBN, "1")
                        .await()
                        .indefinitely())
                .isNull();
    }

    /** The declaration with one more property: it is in the columns, the insert, the reading and the JSON, and can be listed by. */
    @Test
    void a_property_that_is_added_to_the_declaration_is_everywhere() throws Exception {
        record Shelved(String isbn, String shelf) {}
        var isbn = ListProperty.text("isbn", Shelved::isbn).key();
        var table = ListTable.of("shelved_book", isbn, ListProperty.text("shelf", Shelved::shelf));
        TestDatabase.execute("create table if not exists shelved_book (library text, isbn text, shelf text)");

        var row = lists.insert(table, Scope.of("library", library), new Shelved("1", "A 7"))
                .await()
                .indefinitely();

        assertThat(new ObjectMapper().writeValueAsString(row)).isEqualTo("{\"isbn\":\"1\",\"shelf\":\"A 7\"}");
        var request = ListRequest.parse(UrlParameters.parse("filter[shelf]=A+7&sort=shelf"), table);
        assertThat(lists.list(Scope.of("library", library), request)
                        .await()
                        .indefinitely()
                        .items())
                .containsExactly(row);
    }

    @Test
    void books_are_searched_for_by_the_words_of_their_titles() {
        add(library, new Book("4", "Emma & Ivanhoé", null, null, null)).await().indefinitely();

        assertThat(searched("q=emma")).containsExactly("1", "3", "4");
        assertThat(searched("q=ivan+EM")).containsExactly("4");
        assertThat(searched("q=emma&sort=isbn desc&filter[price]=10")).containsExactly("3");
        assertThat(searched("q=ivnahoe")).containsExactly("2", "4");
        assertThatThrownBy(() -> list(library, "q=emma")).isInstanceOf(InvalidListException.class);
    }

    private List<Object> searched(String query) {
        var request = ListRequest.parse(UrlParameters.parse(query.replace(" ", "+")), Books.SEARCHED);
        return lists.list(Scope.of("library", library), request).await().indefinitely().items().stream()
                .map(TableRow::key)
                .toList();
    }

    @Test
    void the_page_shows_the_code_that_is_tested() throws IOException {
        var code = normal(Files.readString(TESTS.resolve("Books.java"))
                + Files.readString(TESTS.resolve("BooksTest.java")).replace("Books.TABLE", "TABLE"));

        for (var block : blocks("java")) {
            assertThat(code).contains(normal(block));
        }
    }

    private List<Object> isbns(String query) {
        return page(query).items().stream().map(TableRow::key).toList();
    }

    private Listing<TableRow<Book>> page(String query) {
        return list(library, query.replace(" ", "+")).await().indefinitely();
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n'), block.length() - 3))
                .toList();
    }

    private static String normal(String code) {
        return code.replaceAll("\\s+", "");
    }
}
