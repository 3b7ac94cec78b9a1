package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.url.UrlParameters;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ListRequestTest {

    private record Thing(Long id, String name, BigDecimal price, Boolean done, String secret) {}

    private static final ListProperty<Thing, Long> ID =
            ListProperty.integer("id", Thing::id).key();
    private static final ListProperty<Thing, String> NAME = ListProperty.text("full_name", Thing::name);
    private static final ListProperty<Thing, BigDecimal> PRICE = ListProperty.decimal("price", Thing::price);
    private static final ListProperty<Thing, Boolean> DONE = ListProperty.bool("done", Thing::done);
    private static final ListProperty<Thing, String> SECRET =
            ListProperty.text("secret", Thing::secret).hidden();
    private static final ListTable<Thing> THINGS = ListTable.of("thing", ID, NAME, PRICE, DONE, SECRET);

    @Test
    void a_column_has_the_propertys_name_unless_it_is_said() {
        assertThat(NAME.column()).isEqualTo("\"full_name\"");
        assertThat(NAME.in("name").column()).isEqualTo("\"name\"");
    }

    @Test
    void a_table_without_its_key_or_with_two_properties_of_one_name_is_a_mistake() {
        assertThatThrownBy(() -> ListTable.of("thing", NAME)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ListTable.of("thing", ID, NAME, NAME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_asked_is_the_first_100_by_id() {
        assertThat(parse(""))
                .usingRecursiveComparison()
                .isEqualTo(new ListRequest<>(THINGS, new PageRequest(1, 100), List.of(), List.of(), null));
    }

    @Test
    void all_that_is_asked_is_read() {
        assertThat(
                        parse(
                                "cursor=x&page=3&per_page=20&sort=full_name desc , price&filter[done]=1&filter={\"price\":[1.25,null]}"))
                .usingRecursiveComparison()
                .isEqualTo(new ListRequest<>(
                        THINGS,
                        new PageRequest(3, 20),
                        List.of(new SortKey(NAME, true), new SortKey(PRICE, false)),
                        List.of(
                                new Filter.OneOf(DONE, Set.of(true), false),
                                new Filter.OneOf(PRICE, Set.of(new BigDecimal("1.25")), true)),
                        "x"));
    }

    @Test
    void what_is_declared_neither_sortable_nor_filterable_is_unknown() {
        assertThatThrownBy(() -> parse("sort=secret"))
                .isInstanceOf(InvalidListException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> parse("filter[secret]=x"))
                .isInstanceOf(InvalidListException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_sort_that_cannot_be_read_is_refused_with_what_can_be_sent() {
        assertThatThrownBy(() -> parse("sort=price upwards"))
                .hasMessage("'sort' takes asc or desc after a property, and commas between properties.");
        assertThatThrownBy(() -> parse("sort=colour"))
                .hasMessage("'sort' must name one of: id, full_name, price, done.");
    }

    @Property
    void page_and_size_come_through(
            @ForAll @LongRange(min = 1, max = PageRequest.MAX_NUMBER) long number,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int size) {
        var page = parse("page=" + number + "&per_page=" + size).page();

        assertThat(page).isEqualTo(new PageRequest(number, Math.min(100, size)));
        assertThat(page.offset()).isNotNegative();
    }

    @Property
    void the_last_page_holds_the_last_row(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long total,
            @ForAll @IntRange(min = 1, max = 100) int size) {
        long last = new PageRequest(1, size).last(total);

        assertThat(new PageRequest(last, size).offset()).isLessThan(total);
        assertThat(new PageRequest(last + 1, size).offset()).isGreaterThanOrEqualTo(total);
    }

    @Property
    void any_text_as_sort_is_read_or_refused_with_400_naming_sort(@ForAll("hostile") String text) {
        assertReadOrRefused("sort=" + encoded(text), "sort");
    }

    @Property
    void any_text_as_json_filter_is_read_or_refused_with_400_naming_filter(@ForAll("hostile") String text) {
        assertReadOrRefused("filter=" + encoded(text), "filter");
        assertReadOrRefused("filter=" + encoded("{\"price\":" + text + "}"), "filter");
    }

    @Property
    void any_text_as_a_filters_name_or_value_is_read_or_refused_with_400_naming_it(@ForAll("hostile") String text) {
        for (var property : List.of("id", "full_name", "price", "done")) {
            assertReadOrRefused("filter[" + property + "]=" + encoded(text), "filter[" + property + "]");
        }
        assertReadOrRefused("filter[" + encoded(text) + "]=x", "filter[");
    }

    @Provide
    Arbitrary<String> hostile() {
        var tokens = Arbitraries.of(
                "id",
                "full_name",
                "price",
                "done",
                "asc",
                "desc",
                " ",
                ",",
                "\"",
                "'",
                "{",
                "}",
                "[",
                "]",
                ":",
                "null",
                "true",
                "1",
                "-",
                ".",
                "e",
                "9999999999",
                "\\u0000",
                "\\",
                "\u0000",
                "🦊",
                "select",
                "--",
                ";");
        return Arbitraries.oneOf(tokens.list().ofMaxSize(10).map(list -> String.join("", list)), wellFormedText());
    }

    private static Arbitrary<String> wellFormedText() {
        return Arbitraries.strings()
                .ofMaxLength(30)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    private static void assertReadOrRefused(String query, String param) {
        try {
            ListRequest.parse(UrlParameters.parse(query), THINGS);
        } catch (InvalidListException refused) {
            assertThat(refused.parameter()).startsWith(param);
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.error().param()).startsWith(param);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ListRequest<Thing> parse(String query) {
        return ListRequest.parse(UrlParameters.parse(query), THINGS);
    }
}
