package dev.billing.customers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.error.Failures;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers to what never became a request of the HTTP layer: the contract's error body with a head of its own, as HTTP/1.1. */
@ApplicationScoped
class RawAnswers {

    private static final int REQUEST_TIMEOUT = 408;

    private final ObjectMapper json;

    RawAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** 408, behind which the connection is closed. */
    byte[] requestTimeout() {
        return answer(REQUEST_TIMEOUT, "Request Timeout");
    }

    private byte[] answer(int status, String reason) {
        var body = body(status);
        var head = "HTTP/1.1 " + status + " " + reason + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + Edge.REQUEST_ID + ": " + Edge.randomId() + "\r\n"
                + "Connection: close\r\n\r\n";
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private byte[] body(int status) {
        try {
            return json.writeValueAsBytes(Failures.ofStatus(status).error());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
