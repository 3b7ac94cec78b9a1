package dev.billing.customers.api;

import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter.AllWriteableMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes all response bodies but exports as JSON, indented if the request has {@code pretty=1}. It accepts every type, so that Quarkus REST chooses
 * it when it starts and not for each response.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Produces(MediaType.APPLICATION_JSON)
public class JsonBodyWriter extends AllWriteableMessageBodyWriter {

    private final Call call;
    private final ExportSender exports;

    JsonBodyWriter(Call call, ExportSender exports) {
        this.call = call;
        this.exports = exports;
    }

    /** Sends the body as a whole: Quarkus REST would send a long one in pieces of 8 kB, with one system call each. */
    @Override
    public void writeResponse(Object body, Type type, ServerRequestContext context) {
        if (body instanceof Envelope envelope && envelope.export().isPresent()) {
            exports.send(envelope.export().get(), (ResteasyReactiveRequestContext) context);
        } else {
            context.serverResponse().end(call.write(body));
        }
    }

    @Override
    public void writeTo(
            Object body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(call.write(body));
    }
}
