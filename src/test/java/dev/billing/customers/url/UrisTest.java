package dev.billing.customers.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UrisTest {

    @Test
    void what_may_stand_in_a_uri_is_left_alone() {
        var written = "/customers?sort=name%20asc&a=b+c:f@g!h$i'j(k)*l~m_n-o.p".replace("&", "");

        assertThat(Uris.escapeQuery(written)).isEqualTo(written);
    }

    @Test
    void what_separates_links_in_a_header_is_encoded() {
        assertThat(Uris.escapeQuery("a,b;c")).isEqualTo("a%2Cb%3Bc");
    }

    @Test
    void quotes_brackets_spaces_and_line_breaks_are_encoded() {
        assertThat(Uris.escapeQuery("a\r\nb <c>\"\u00e9")).isEqualTo("a%0D%0Ab%20%3Cc%3E%22%E9");
    }

    @Test
    void a_path_is_encoded_utf_8_without_parameters_of_segments() {
        for (var plain : new String[] {
            "/", "/customers/2", "/portal_users/M%C3%BCller", "/a%3Bb", "/a%2Fb", "/%F0%9F%A6%8A", "/..a", "/a.", "/..."
        }) {
            assertThat(Uris.isPlainPath(plain)).as(plain).isTrue();
        }
        for (var other : new String[] {
            "/customers/2;v=1",
            "/;",
            "/M%FCller",
            "/%C3",
            "/%ED%A0%80",
            "/M\u00fcller",
            "/%C0%AF",
            "/..",
            "/./a",
            "/a/%2e%2E/b",
            "/.%2e"
        }) {
            assertThat(Uris.isPlainPath(other)).as(other).isFalse();
        }
    }

    @Test
    void every_percent_sign_begins_an_escape_or_the_text_is_broken() {
        assertThat(Uris.isEscaped("/a%20b%C3%A9")).isTrue();
        for (var broken : new String[] {"%", "%2", "%zz", "a%", "%%20", "%2g"}) {
            assertThat(Uris.isEscaped(broken)).as(broken).isFalse();
        }
    }

    @Property
    void whatever_path_was_received_can_stand_in_a_uri(@ForAll("bytes") String received) {
        if (Uris.isEscaped(received)) {
            assertThat(URI.create("http://x/" + Uris.escapePath(received))).isNotNull();
        }
    }

    @Property
    void whatever_was_received_can_stand_in_a_link(@ForAll("bytes") String received) {
        var escaped = Uris.escapeQuery(received);

        assertThat(escaped).matches("[\\x21-\\x7e]*").doesNotContain("<", ">", "\"");
        assertThat(Uris.escapeQuery(escaped)).isEqualTo(escaped);
        if (Uris.isEscaped(received)) {
            assertThat(URI.create("http://x/?" + escaped.replace("[", "%5B").replace("]", "%5D")))
                    .isNotNull();
        }
    }

    @Provide
    Arbitrary<String> bytes() {
        return Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(40);
    }
}
