package dev.billing.customers.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What HTTP offers around the same answer: HEAD, OPTIONS, compression, HTTP/2, and nothing for browsers of other origins. */
@ServiceTest
class RepresentationsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void head_answers_the_headers_of_get_without_a_body() {
        tenant.customers(3);

        var head = tenant.request().head("/customers?per_page=2");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.header("X-Total-Count")).isEqualTo("3");
        assertThat(head.header("Link")).contains("rel=\"next\"");
        assertThat(head.header("Content-Encoding")).isNull();
        assertThat(head.asString()).isEmpty();
    }

    @Test
    void options_names_the_methods_without_a_key() {
        assertThat(given().options("/customers").header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void a_large_answer_is_compressed_for_callers_that_ask_for_it() throws Exception {
        tenant.customers(10);

        var asked = get("/customers", "Accept-Encoding", "gzip");
        var small = get("/customers?per_page=1", "Accept-Encoding", "gzip");
        var plain = get("/customers", "Accept", "application/json");

        assertThat(asked.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(asked.headers().firstValue("vary")).hasValue("accept-encoding");
        assertThat(asked.body().length).isLessThan(plain.body().length / 2);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(asked.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(small.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    }

    /** HTTP/2 with prior knowledge is in SlowCallersTest. */
    @Test
    void a_client_that_offers_the_upgrade_to_http_2_is_answered_by_http_1() throws Exception {
        var answer = get(HttpClient.Version.HTTP_2, "/customers", "Accept", "application/json");

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void browsers_of_other_origins_get_no_permission() {
        var answer = tenant.request().header("Origin", "https://portal.example").get("/customers");

        assertThat(answer.headers().asList())
                .noneMatch(header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    private HttpResponse<byte[]> get(String path, String header, String value) throws Exception {
        return get(HttpClient.Version.HTTP_1_1, path, header, value);
    }

    private HttpResponse<byte[]> get(HttpClient.Version version, String path, String header, String value)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", tenant.authorization())
                .header(header, value)
                .version(version)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }
}
