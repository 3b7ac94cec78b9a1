package dev.billing.customers.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class HostsTest {

    @Property
    void a_url_can_be_made_with_every_readable_host(@ForAll("hosts") String host) {
        if (Hosts.isReadable(host)) {
            assertThat(URI.create("http://" + host + "/customers").getPath()).isEqualTo("/customers");
        }
    }

    @Provide
    Arbitrary<String> hosts() {
        var tokens = Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "a", "-", ".", "_", "0", "1", "255", "::", ":", "[", "]", "65536", "%", "/", "@")),
                Tuple.of(1, Arbitraries.strings().ascii().ofLength(1)));
        var texts = tokens.list().ofMaxSize(8).map(list -> String.join("", list));
        return Arbitraries.oneOf(texts, texts.map(text -> "[" + text + "]"), texts.map(text -> "[" + text + "]:1"));
    }
}
