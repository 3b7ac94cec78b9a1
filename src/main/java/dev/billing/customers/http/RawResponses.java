package dev.billing.customers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.api.RequestId;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import io.netty.handler.codec.http.HttpResponseStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes complete HTTP/1.1 responses, with the contract's error body, to requests that never reach the HTTP layer. */
@ApplicationScoped
class RawResponses {

    private static final int REQUEST_TIMEOUT = 408;

    private final ObjectMapper json;

    RawResponses(ObjectMapper json) {
        this.json = json;
    }

    /** 408 with {@code Connection: close}. */
    byte[] requestTimeout() {
        return refusal(Failures.ofStatus(REQUEST_TIMEOUT), null);
    }

    /**
     * An error response with {@code Connection: close}.
     *
     * @param requestId the id that the client sent, if any
     */
    byte[] refusal(ApiException error, @Nullable String requestId) {
        var body = body(error);
        var status = HttpResponseStatus.valueOf(error.status());
        var head = "HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + RequestId.HEADER + ": " + RequestId.of(requestId) + "\r\n"
                + "Connection: close\r\n\r\n";
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private byte[] body(ApiException error) {
        try {
            return json.writeValueAsBytes(error.error());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
