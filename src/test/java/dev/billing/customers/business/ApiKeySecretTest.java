package dev.billing.customers.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTest {

    private static final String OLD = "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wk";

    @Test
    void a_key_has_256_bits_and_a_checksum_and_is_never_the_same_twice() {
        var keys = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var key = ApiKeySecret.generate("");
            assertThat(Base64.getUrlDecoder().decode(key.substring("ck_".length())))
                    .hasSize(32 + 4);
            assertThat(ApiKeySecret.isPossible(key)).isTrue();
            keys.add(key);
        }
        assertThat(keys).hasSize(1000);
    }

    @Test
    void a_key_names_the_cell_that_it_was_made_in() {
        var key = ApiKeySecret.generate("eu1");

        assertThat(key).startsWith("ck_eu1.");
        assertThat(ApiKeySecret.isPossible(key)).isTrue();
        assertThat(ApiKeySecret.isPossible(key.replace("eu1", "eu2"))).isFalse();
        assertThat(ApiKeySecret.isPossible(key.replace("eu1.", ""))).isFalse();
        assertThat(ApiKeySecret.isPossible(OLD.replace("ck_", "ck_eu1."))).isFalse();
    }

    @Test
    void a_key_from_before_there_were_checksums_is_possible() {
        assertThat(ApiKeySecret.isPossible(OLD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ck_",
                "ck_x",
                "ck_unknown",
                "sk_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wk",
                "CK_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wk",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2W",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wl",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wk=",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2W+",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2Wk\n",
                "ck_QNlf2aF0zYxrCVUkmm2dB6hDY5nOpq0vqOZC5mbh2WkAAAAA"
            })
    void what_is_not_shaped_like_a_key_is_none(String text) {
        assertThat(ApiKeySecret.isPossible(text)).isFalse();
    }

    @Test
    void a_key_with_another_character_is_none() {
        var key = ApiKeySecret.generate("");
        for (int i = 0; i < key.length(); i++) {
            var changed = key.substring(0, i) + (key.charAt(i) == 'A' ? 'B' : 'A') + key.substring(i + 1);
            assertThat(ApiKeySecret.isPossible(changed)).as(changed).isFalse();
        }
    }

    @Test
    void the_hash_is_sha_256() {
        assertThat(HexFormat.of().formatHex(ApiKeySecret.hash("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void the_key_is_read_from_basic_and_bearer() {
        assertThat(Credentials.key("Basic " + base64("ck_x:"))).contains("ck_x");
        assertThat(Credentials.key("basic  " + base64("ck_x:ignored:too"))).contains("ck_x");
        assertThat(Credentials.key("Basic " + base64("ck_x"))).contains("ck_x");
        assertThat(Credentials.key("BEARER ck_x ")).contains("ck_x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !", "Basic Og==", "Bearer", "Bearer  ", "Digest ck_x", "ck_x"})
    void anything_else_holds_no_key(String header) {
        assertThat(Credentials.key(header)).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
