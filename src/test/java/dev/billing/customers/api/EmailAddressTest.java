package dev.billing.customers.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    private final EmailAddress.Validator addresses = new EmailAddress.Validator();
    private final Visible.Validator texts = new Visible.Validator();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing@acmecorp.com", "a@b.example",
                "first.last+tag@sub.domain.example", "o'brien@example.com",
                "!#$%&'*+-/=?^_`{|}~@example.com", "\"quoted string\"@example.com",
                "\"a\\\"b\"@example.com", "a@localhost",
                "a@[127.0.0.1]", "a@[IPv6:2001:db8::1]",
                "a@xn--bcher-kva.example", "Tia@B\u00fccher.example",
                "\ud842\udfb7\u91ce@example.jp", "\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
                "a@\u07d2\u07de\u07cf.example", "a@\u0d2e\u0d32\u0d2f\u0d3e\u0d33\u0d02.example",
                "\u0d05\u0d2e\u0d4d\u0d2e@example.com", "a@r3---sn-apo3qvuoxuxbt-j5pe.example",
                "a@1and1.example", "\u0dc1\u0dca\u200d\u0dbb\u0dd3@example.lk",
                "a@123.example", "1234567890123456789012345678901234567890123456789012345678901234@example.com",
                "a@123456789012345678901234567890123456789012345678901234567890123.example"
            })
    void addresses_that_mail_can_be_sent_to_are_taken(String address) {
        assertThat(addresses.isValid(address, null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ",
                "@", "a",
                "a@", "@b.example",
                "a b@c.example", " a@b.example",
                "a@b.example ", "a@b.example\n",
                "a@@b.example", "a@b@c.example",
                ".a@b.example", "a.@b.example",
                "a..b@c.example", "a\u200bb@c.example",
                "a\u00a0b@c.example", "a\u00adb@c.example",
                "a@b\u200b.example", "a@b\u00a0.example",
                "a@b\u00ad.example", "a@b..example",
                "a@.example", "a@example.",
                "a@-b.example", "a@b-.example",
                "a@b_c.example", "a@b,c.example",
                "a@b c.example", "a@1.2.3.4",
                "a@example.123", "a@[1.2.3.4",
                "a@[x]", "a@[999.999.999.999]",
                "a@[IPv6:::::::]", "a\u200db@c.example",
                "\u200d@c.example", "a@xn--.example",
                "a@xn--a.example", "a(comment)@b.example",
                "a,b@c.example", "<a@b.example>",
                "\"a\"b@c.example", "\"a@b.example",
                "\"a\\\"@b.example", "12345678901234567890123456789012345678901234567890123456789012345@example.com",
                "a@1234567890123456789012345678901234567890123456789012345678901234.example", "a\ud842@example.jp",
                "a\u0378@example.com"
            })
    void anything_else_is_none(String address) {
        assertThat(addresses.isValid(address, null)).isFalse();
    }

    @Test
    void a_domain_of_more_than_253_octets_is_none() {
        assertThat(addresses.isValid("a@" + "abcdefgh.".repeat(28) + "x", null)).isTrue();
        assertThat(addresses.isValid("a@" + "abcdefgh.".repeat(28) + "xx", null))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "\u00a0",
                "\u200b\u200d",
                "\u3164",
                "\u2800",
                "\ufeff",
                "\u180e",
                "\u2028",
                "\u00ad\u2060"
            })
    void text_in_which_nothing_can_be_seen_is_blank(String text) {
        assertThat(texts.isValid(text, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", " a ", "\u200ba", "0", ".", "\ud83e\udd8a", "\u0301", "\u0d05", "\ue000", "\u0600", "\u06dd"
            })
    void text_with_one_character_that_can_be_seen_is_not(String text) {
        assertThat(texts.isValid(text, null)).isTrue();
    }
}
