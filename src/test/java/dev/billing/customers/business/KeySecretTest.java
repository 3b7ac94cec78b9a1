package dev.billing.customers.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {

    @Test
    void a_key_has_256_bits_and_is_never_the_same_twice() {
        var keys = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var key = KeySecret.generate();
            assertThat(Base64.getUrlDecoder().decode(key.substring("ck_".length())))
                    .hasSize(32);
            keys.add(key);
        }
        assertThat(keys).hasSize(1000);
    }

    @Test
    void the_hash_is_sha_256() {
        assertThat(HexFormat.of().formatHex(KeySecret.hash("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void the_key_is_read_from_basic_and_bearer() {
        assertThat(KeyAuthentication.key("Basic " + base64("ck_x:"))).contains("ck_x");
        assertThat(KeyAuthentication.key("basic  " + base64("ck_x:ignored:too")))
                .contains("ck_x");
        assertThat(KeyAuthentication.key("Basic " + base64("ck_x"))).contains("ck_x");
        assertThat(KeyAuthentication.key("BEARER ck_x ")).contains("ck_x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !", "Basic Og==", "Bearer", "Bearer  ", "Digest ck_x", "ck_x"})
    void anything_else_holds_no_key(String header) {
        assertThat(KeyAuthentication.key(header)).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
