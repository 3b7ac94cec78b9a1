package dev.billing.customers.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.Parameters;
import dev.billing.customers.query.Uris;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The current request: its parameters, and where the caller sees this service. */
@RequestScoped
public class Exchange {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+]");

    /** Where authentication leaves the id of the business that asks, a {@code Long}. */
    public static final String BUSINESS = "business";

    /** Where authentication leaves the id of the key that the business asks with, a {@code Long}. */
    public static final String KEY = "key";

    private static final String BODY = JsonNode.class.getName();

    /** Where {@link Edge} leaves the parameters of a request. */
    static final String PARAMETERS = Parameters.class.getName();

    private final RoutingContext exchange;
    private final HttpServerRequest request;
    private final Edge edge;

    Exchange(RoutingContext exchange, Edge edge) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.edge = edge;
    }

    /** The parameters of the query string. */
    public Parameters parameters() {
        return exchange.get(PARAMETERS);
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /** What the caller expects of the object that it changes; throws {@link ApiException} 400 if that cannot be read. */
    public Precondition precondition() {
        return Precondition.ofIfMatch(headers(HttpHeaders.IF_MATCH.toString()));
    }

    /** Whether the caller has this version of an object already (RFC 9110, section 13.1.2). */
    boolean isNotModified(String tag) {
        return EntityTag.match(headers(HttpHeaders.IF_NONE_MATCH.toString()), tag);
    }

    /** The JSON of a body for this request, indented where it asks for that. */
    public byte[] json(Object body) {
        return edge.json(exchange, body);
    }

    /** The JSON of the body that this request is answered with. */
    byte[] write(Object body) {
        return edge.write(exchange, body);
    }

    /** Notes what the body was read as. */
    void received(JsonNode body) {
        exchange.put(BODY, body);
    }

    /** What tells this request from others that ask for something else: see {@link Fingerprint}. */
    public byte[] fingerprint() {
        return Fingerprint.of(request.method().name(), withoutSlash(request.path()), parameters(), exchange.get(BODY));
    }

    /** The caller's address, or that which a trusted proxy forwarded. */
    public static String client(RoutingContext exchange) {
        var address = exchange.request().remoteAddress();
        return address == null ? "" : String.valueOf(address.host());
    }

    static boolean isPretty(RoutingContext exchange) {
        Parameters parameters = exchange.get(PARAMETERS);
        return parameters != null && parameters.all().stream().anyMatch(Exchange::asksForPretty);
    }

    private static boolean asksForPretty(Parameters.Parameter parameter) {
        return parameter.name().equals("pretty")
                && (parameter.value().equals("1") || parameter.value().equals("true"));
    }

    /**
     * The related objects to show in place of their ids.
     *
     * @param known the names that this resource can expand
     * @throws ApiException 400 for any other name
     */
    public Set<String> expand(String... known) {
        var names = parameters()
                .value("expand")
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split(" *, *")));
        for (var name : names.orElse(List.of())) {
            if (!List.of(known).contains(name)) {
                throw ApiException.invalid(
                        "expand",
                        known.length == 0
                                ? "Nothing can be expanded here."
                                : "'expand' takes: " + String.join(", ", known) + ".");
            }
        }
        return names.map(Set::copyOf).orElse(Set.of());
    }

    /** Whether the caller wants the whole object in the answer to an edit (RFC 7240, section 4.2). */
    public boolean prefersRepresentation() {
        return Prefer.representation(request.headers().getAll("Prefer"));
    }

    /**
     * The absolute URL of this request without its query, with the scheme, host, port and path prefix that the caller used or
     * that is configured. Forwarded headers were applied before, if they came from a trusted proxy.
     */
    public String url() {
        var path = Uris.escape(withoutSlash(request.path()));
        return edge.publicUrl().orElseGet(this::origin) + path;
    }

    /** Whether the request says where the caller sees this service. */
    static boolean hasOrigin(HttpServerRequest request) {
        var authority = request.authority();
        return authority != null && HOST.matcher(authority.host()).matches();
    }

    private String origin() {
        HostAndPort authority = request.authority();
        var port = authority.port() > 0 ? ":" + authority.port() : "";
        return request.scheme() + "://" + authority.host() + port + prefix();
    }

    /** What a trusted proxy took off: it stands before the path in the forwarded URI, and only there. */
    private String prefix() {
        var uri = request.uri();
        int query = uri.indexOf('?');
        var path = query < 0 ? uri : uri.substring(0, query);
        boolean prefixed = path.startsWith("/") && path.endsWith(request.path());
        return prefixed
                ? Uris.escape(path.substring(0, path.length() - request.path().length()))
                : "";
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
