package dev.billing.customers.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.billing.customers.error.ApiException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    @Property
    void any_text_of_printable_ascii_can_be_quoted(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 255) @NotBlank String text) {
        var quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";

        assertThat(IdempotencyKey.parse(List.of(quoted))).contains(text);
    }

    @Property
    void a_header_is_read_or_refused_with_a_reason(@ForAll String text) {
        try {
            assertThat(IdempotencyKey.parse(List.of(text))).get().satisfies(key -> assertThat(key)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(255)
                    .matches("[ -~]+"));
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Test
    void text_without_quotes_is_taken_as_it_is() {
        assertThat(IdempotencyKey.parse(List.of(" 7f1c;a=b\\c "))).contains("7f1c;a=b\\c");
    }

    @Test
    void there_need_be_none_and_there_may_not_be_two() {
        assertThat(IdempotencyKey.parse(List.of())).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("a", "b"))).isInstanceOf(ApiException.class);
    }
}
