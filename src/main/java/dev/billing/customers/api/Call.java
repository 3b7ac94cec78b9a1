package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Representation;
import dev.billing.customers.url.UrlParameters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The current request: its parameters and headers, and the caller's preferences for the response. */
@Singleton
public class Call {

    /** The context key for the id of the authenticated business, a {@code Long}. */
    public static final String BUSINESS = "business";

    /** The context key for the id of the API key, a {@code Long}. */
    public static final String KEY = "key";

    /** The context key for the name of the API key. */
    public static final String KEY_NAME = "keyName";

    /** The context key for the {@link Representation} of the API key. */
    public static final String REPRESENTATION = "representation";

    private static final String BODY = Input.class.getName();

    private static final String FAULTS = Faults.class.getName();

    private static final String CURRENT = Call.class.getName();

    private final JsonWriter json;
    private final PublicUrl publicUrl;

    Call(JsonWriter json, PublicUrl publicUrl) {
        this.json = json;
        this.publicUrl = publicUrl;
    }

    /** Makes this the current request, in its Vert.x context. */
    public static void begin(RoutingContext context) {
        Vertx.currentContext().putLocal(CURRENT, context);
    }

    private static RoutingContext context() {
        return Vertx.currentContext().getLocal(CURRENT);
    }

    private static HttpServerRequest request() {
        return context().request();
    }

    /** The client's address, or the one that a trusted proxy forwarded. */
    public static String client(RoutingContext context) {
        var address = context.request().remoteAddress();
        return address == null ? "" : String.valueOf(address.host());
    }

    /** The id of the authenticated business; null before authentication. */
    public @Nullable Long business() {
        return context().get(BUSINESS);
    }

    /** The id of the API key; null before authentication. */
    public @Nullable Long key() {
        return context().get(KEY);
    }

    /** The name of the API key; null before authentication. */
    public @Nullable String keyName() {
        return context().get(KEY_NAME);
    }

    /** The id of this request. */
    public String requestId() {
        return context().response().headers().get(RequestId.HEADER);
    }

    /** The value of a parameter of the query string, if it is there once or more. */
    public Optional<String> parameter(String name) {
        return parameters().value(name);
    }

    /** The parameters of the query string. */
    UrlParameters parameters() {
        return QueryParameters.of(context()).orElseThrow();
    }

    /** The path, still percent-encoded. */
    String path() {
        return request().path();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return request().headers().getAll(name);
    }

    /** The precondition of a change; throws {@link ApiException} 400 if the header is invalid. */
    public Precondition precondition() {
        return Precondition.ofIfMatch(headers(HttpHeaders.IF_MATCH.toString()));
    }

    /** The precondition of a change that may also create; throws {@link ApiException} 400 if one of its headers is invalid. */
    public Precondition preconditionOfPut() {
        return Precondition.of(headers(HttpHeaders.IF_MATCH.toString()), headers(HttpHeaders.IF_NONE_MATCH.toString()));
    }

    /** Whether the caller already has this version of an object (RFC 9110, section 13.1.2). An invalid header is ignored. */
    boolean isNotModified(String tag) {
        var known = headers(HttpHeaders.IF_NONE_MATCH.toString());
        return !known.isEmpty() && EntityTag.areReadable(known) && EntityTag.match(known, tag);
    }

    /** The JSON of a body, indented if the request has {@code pretty=1}. */
    public byte[] json(Object body) {
        return json.json(context(), body);
    }

    /** The JSON of the response body. Also decides whether it is compressed. */
    byte[] write(Object body) {
        return json.write(context(), body);
    }

    /** Stores the parsed request body, and what is wrong with it. */
    void received(Input body, Faults faults) {
        context().put(BODY, body).put(FAULTS, faults);
    }

    /** Throws {@link ApiException} 400 if anything is wrong with the request body by itself. Each operation that takes one begins with this. */
    public void check() {
        check(faults -> {});
    }

    /**
     * Like {@link #check()}, also if the operation finds something wrong with the body.
     *
     * @param check adds what it finds
     */
    public void check(Consumer<Faults> check) {
        Faults faults = context().get(FAULTS);
        check.accept(faults);
        faults.refuse();
    }

    public byte[] fingerprint() {
        return Fingerprint.of(
                request().method().name(),
                PublicUrl.withoutSlash(path()),
                parameters(),
                representation(),
                context().get(BODY));
    }

    /**
     * Parses the list parameters for this table; throws the same as {@link ListRequest#parse}. It is the request for an export, if the
     * operation is {@link Exportable} and the caller wants that.
     */
    public <T> ListRequest<T> listRequest(ListTable<T> table) {
        return exportFormat().isPresent()
                ? ListRequest.parseExport(parameters(), table, representation(), isMethod(HttpMethod.HEAD))
                : ListRequest.parse(parameters(), table, representation());
    }

    /** The format of the export that the caller wants; empty for a page. */
    Optional<ExportFormat> exportFormat() {
        return Exports.wanted(context());
    }

    /** The request itself, for what goes on when the resource has answered. */
    RoutingContext routing() {
        return context();
    }

    /** Whether the caller wants the {@link Expandable} reference as a whole object. */
    public boolean isExpanded() {
        return !expand().isEmpty();
    }

    /** The names in the {@code expand} parameter. */
    List<String> expand() {
        return parameters()
                .value("expand")
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split(" *, *")))
                .orElse(List.of());
    }

    boolean isMethod(String method) {
        return request().method().name().equals(method);
    }

    /** The representation of this request; throws {@link ApiException} 400 if the parameter for it is invalid. */
    public Representation representation() {
        return Representations.of(context());
    }

    /** Whether the caller prefers the whole object in the response to an edit (RFC 7240, section 4.2). */
    public boolean prefersRepresentation() {
        return Prefer.representation(headers("Prefer"));
    }

    /** Whether the caller wants unknown parameters to be rejected (RFC 7240, section 4.4). */
    boolean prefersStrictHandling() {
        return Prefer.strict(headers("Prefer"));
    }

    /** The absolute URL of this request without its query, as the caller sees it. */
    public String url() {
        return publicUrl.of(request());
    }

    /** The absolute URL of the request's path without its last segments. */
    public String urlAbove(int segments) {
        var url = url();
        for (int i = 0; i < segments; i++) {
            url = url.substring(0, url.lastIndexOf('/'));
        }
        return url;
    }
}
