package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Decides whether a caller wants an export of a list, or a page of it. */
@Singleton
public class Exports {

    private static final String FORMAT = ExportFormat.class.getName();
    private static final String JSON = "application/json";
    private static final String ANYTHING = "*/*";

    private final List<Pattern> exportable;

    Exports(@All List<InstanceHandle<ApiResource>> resources) {
        this.exportable = resources.stream()
                .map(resource -> resource.getBean().getBeanClass())
                .flatMap(type -> Stream.of(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Exportable.class))
                        .map(method -> ResourcePaths.of(type, method)))
                .map(Pattern::compile)
                .toList();
    }

    /**
     * Decides by the Accept header. Quarkus REST ignores weights, so that it does not see the choice: to it, an export is a JSON response
     * whose writer knows more.
     */
    public void decide(RoutingContext context) {
        var request = context.request();
        var accept = request.headers().getAll(HttpHeaders.ACCEPT);
        if (StreamedBody.isPossible(request)) {
            // Generated clients ask for JSON alone wherever an error is JSON.
            if (!accept.isEmpty() && new Accept(accept).weight("application", "json") > 0) {
                request.headers().set(HttpHeaders.ACCEPT, ExportFormat.NDJSON.contentType());
            }
            return;
        }
        if (accept.isEmpty() || accept.size() == 1 && isOfPage(accept.get(0)) || !isExportable(request)) {
            return;
        }
        choose(new Accept(accept)).ifPresent(format -> {
            context.put(FORMAT, format);
            request.headers().set(HttpHeaders.ACCEPT, JSON);
        });
    }

    private static boolean isOfPage(String accept) {
        return accept.equals(JSON) || accept.equals(ANYTHING);
    }

    private boolean isExportable(HttpServerRequest request) {
        return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && exportable.stream()
                        .anyMatch(path -> path.matcher(request.path()).matches());
    }

    /** The format that the client wants more than a page. */
    private static Optional<ExportFormat> choose(Accept accept) {
        double best = accept.weight("application", "json");
        var chosen = Optional.<ExportFormat>empty();
        for (var format : ExportFormat.values()) {
            double weight = accept.weight(format.type(), format.subtype());
            if (weight > best) {
                best = weight;
                chosen = Optional.of(format);
            }
        }
        return chosen;
    }

    /**
     * The format that the caller of a request wants; empty for a page. Throws {@link ApiException} 400 if the client could not tell the end
     * of the export from a broken connection.
     */
    static Optional<ExportFormat> wanted(RoutingContext context) {
        Optional<ExportFormat> format = Optional.ofNullable(context.get(FORMAT));
        if (format.isPresent() && context.request().version() == HttpVersion.HTTP_1_0) {
            throw ApiException.invalid(
                    "An export needs HTTP/1.1 or HTTP/2: with HTTP/1.0 its end cannot be told from that of a broken connection.");
        }
        return format;
    }
}
