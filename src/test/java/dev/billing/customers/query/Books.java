package dev.billing.customers.query;

import static dev.billing.customers.query.ListProperty.bool;
import static dev.billing.customers.query.ListProperty.decimal;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import java.math.BigDecimal;

/** The example of docs/lists.md, which knows nothing of customers. */
final class Books {

    record Book(String isbn, String title, Long year, BigDecimal price, Boolean lent) {}

    static final ListProperty<Book, String> ISBN = text("isbn", Book::isbn).key();

    static final ListTable<Book> TABLE = ListTable.of(
            "book",
            ISBN,
            text("title", Book::title).required().ordered(),
            integer("year", Book::year).in("published"),
            decimal("price", Book::price),
            bool("lent", Book::lent).required().notInserted());

    static final ListTable<Book> SEARCHED = TABLE.searchedIn("book_word", "isbn");

    private Books() {}
}
