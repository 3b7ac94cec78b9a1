package dev.billing.customers.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.billing.customers.error.ApiException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UrlParametersTest {

    @Test
    void parameters_keep_their_order_and_repetitions() {
        var all = UrlParameters.parse("b=1&a=2&&b=1&c&=x").all();

        assertThat(all.stream().map(UrlParameters.Parameter::name)).containsExactly("b", "a", "b", "c", "");
        assertThat(all.stream().map(UrlParameters.Parameter::encoded)).containsExactly("b=1", "a=2", "b=1", "c", "=x");
    }

    @Test
    void no_query_string_is_no_parameters() {
        assertThat(UrlParameters.parse(null).all()).isEmpty();
        assertThat(UrlParameters.parse("").all()).isEmpty();
        assertThat(UrlParameters.parse("&&").value("a")).isEmpty();
    }

    @Test
    void a_value_may_contain_equals_signs() {
        assertThat(UrlParameters.parse("filter={\"a\"=1}==").value("filter")).contains("{\"a\"=1}==");
    }

    @Test
    void a_contradiction_is_refused_when_the_value_is_asked_for() {
        var parameters = UrlParameters.parse("a=1&b=1&a=2");

        assertThat(parameters.value("b")).contains("1");
        assertThatThrownBy(() -> parameters.value("a"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void more_than_1000_parameters_are_refused() {
        assertThat(UrlParameters.parse("a=1&".repeat(1000)).all()).hasSize(1000);
        assertThatThrownBy(() -> UrlParameters.parse("a=1&".repeat(1001))).isInstanceOf(ApiException.class);
    }

    @Property
    void any_unicode_text_comes_through_its_percent_encoding(@ForAll("texts") List<String> texts) {
        var encoded = texts.stream()
                .map(text -> "p=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));

        assertThat(UrlParameters.parse(encoded).all().stream().map(UrlParameters.Parameter::value))
                .containsExactlyElementsOf(texts);
    }

    @Property
    void whatever_is_received_is_read_or_refused_with_400(@ForAll("received") String received) {
        try {
            UrlParameters.parse(received).all().forEach(parameter -> assertThat(
                            StandardCharsets.UTF_8.newEncoder().canEncode(parameter.value()))
                    .isTrue());
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> received() {
        return Arbitraries.strings()
                .withChars("ab=&%+;[]0123456789cCfFdD\u00c3\u00a9\u00ff\u0000 ")
                .ofMaxLength(60);
    }
}
