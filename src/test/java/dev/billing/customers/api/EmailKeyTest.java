package dev.billing.customers.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailKeyTest {

    @ParameterizedTest
    @CsvSource({
        "Billing@AcmeCorp.com, billing@acmecorp.com",
        "'  billing@acmecorp.com\t', billing@acmecorp.com",
        "JÖRG@example.com, jörg@example.com",
        "jo\u0308rg@example.com, jörg@example.com",
        "a@BÜCHER.example, a@xn--bcher-kva.example",
        "a@bücher.example, a@xn--bcher-kva.example",
        "a@bu\u0308cher.example, a@xn--bcher-kva.example",
        "a@bücher。example, a@xn--bcher-kva.example",
        "ΟΔΥΣΣΕΑΣ@example.com, οδυσσεας@example.com",
        "a@FOO_bar.example, a@foo_bar.example",
        "a@[127.0.0.1], a@[127.0.0.1]"
    })
    void spellings_of_one_address_have_one_key(String one, String other) {
        assertThat(EmailKey.of(one)).isEqualTo(EmailKey.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "strauß@example.com, strauss@example.com",
        "a@straße.example, a@strasse.example",
        "ﬁnn@example.com, finn@example.com",
        "ſam@example.com, sam@example.com",
        "mıke@example.com, mike@example.com",
        "MİKE@example.com, mike@example.com",
        "mіke@example.com, mike@example.com",
        "a.b@example.com, ab@example.com",
        "a+b@example.com, a@example.com",
        "a@b@example.com, b@example.com"
    })
    void addresses_that_may_be_of_two_people_have_two_keys(String one, String other) {
        assertThat(EmailKey.of(one)).isNotEqualTo(EmailKey.of(other));
    }

    @Property
    void any_text_has_a_key_that_fits_its_column(@ForAll String text) {
        var key = EmailKey.of(text.length() > 254 ? text.substring(0, 254) : text);

        assertThat(key.codePointCount(0, key.length())).isLessThanOrEqualTo(1000);
    }

    @Property
    void the_key_of_an_address_is_its_own_key_and_the_same_in_upper_case(
            @ForAll
                    @AlphaChars
                    @NumericChars
                    @Chars({'.', '-', '+', 'ö', 'é', 'д', '中'})
                    @StringLength(min = 1, max = 20)
                    String local,
            @ForAll @AlphaChars @NumericChars @Chars({'ü', 'ø'}) @StringLength(min = 1, max = 20) String domain) {
        var address = local + "@" + domain + ".example";
        var key = EmailKey.of(address);

        assertThat(EmailKey.of(key)).isEqualTo(key);
        assertThat(EmailKey.of(address.toUpperCase(Locale.ROOT))).isEqualTo(key);
    }
}
