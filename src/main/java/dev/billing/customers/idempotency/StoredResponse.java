package dev.billing.customers.idempotency;

import dev.billing.customers.api.Envelope;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * A stored response: the parts that are the same each time it is sent.
 *
 * @param headers name, value, name, value, …
 * @param body the JSON
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredResponse(int status, List<String> headers, byte[] body) {

    /** The columns that {@link #of(Row)} reads. */
    static final String COLUMNS = "status, headers, body";

    /** Takes what is stored from a response and its JSON body. */
    static StoredResponse of(RestResponse<Envelope> answer, byte[] body) {
        var headers = new ArrayList<String>();
        answer.getHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value.toString());
                }));
        return new StoredResponse(answer.getStatus(), List.copyOf(headers), body);
    }

    static StoredResponse of(Row row) {
        return new StoredResponse(
                row.getInteger("status"),
                List.of(row.getArrayOfStrings("headers")),
                row.getBuffer("body").getBytes());
    }

    /** The response to send. */
    RestResponse.ResponseBuilder<Envelope> response() {
        var response =
                RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), Envelope.ofJson(body));
        for (int i = 0; i < headers.size(); i += 2) {
            response.header(headers.get(i), headers.get(i + 1));
        }
        return response;
    }
}
