package dev.billing.customers.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return=representation", "Return=Representation", " return = representation ",
                "return=\"representation\"", "wait=10, return=representation", "return=representation; foo=bar"
            })
    void return_representation_is_understood_in_every_spelling_of_rfc_7240(String header) {
        assertThat(Prefer.representation(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "return",
                "return=minimal",
                "return=minimal, return=representation",
                "x=return=representation",
                ",;=\""
            })
    void anything_else_prefers_nothing(String header) {
        assertThat(Prefer.representation(List.of(header))).isFalse();
    }

    @Test
    void the_header_may_come_several_times_or_not_at_all() {
        assertThat(Prefer.representation(List.of())).isFalse();
        assertThat(Prefer.representation(List.of("wait=1", "return=representation")))
                .isTrue();
    }
}
