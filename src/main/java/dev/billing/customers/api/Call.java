package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.url.Parameters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;

/** The current request of a resource: its parameters and headers, and what its caller expects of the answer. */
@RequestScoped
public class Call {

    /** Where authentication leaves the id of the business that asks, a {@code Long}. */
    public static final String BUSINESS = "business";

    /** Where authentication leaves the id of the key that the business asks with, a {@code Long}. */
    public static final String KEY = "key";

    private static final String BODY = Input.class.getName();

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final JsonWriter json;
    private final PublicUrl publicUrl;

    Call(RoutingContext context, JsonWriter json, PublicUrl publicUrl) {
        this.context = context;
        this.request = context.request();
        this.json = json;
        this.publicUrl = publicUrl;
    }

    /** The caller's address, or that which a trusted proxy forwarded. */
    public static String client(RoutingContext context) {
        var address = context.request().remoteAddress();
        return address == null ? "" : String.valueOf(address.host());
    }

    /** The parameters of the query string. */
    Parameters parameters() {
        return QueryParameters.of(context);
    }

    /** The path, in which what is percent-encoded is left so. */
    String path() {
        return request.path();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /** What the caller expects of the object that it changes; throws {@link ApiException} 400 if that cannot be read. */
    public Precondition precondition() {
        return Precondition.ofIfMatch(headers(HttpHeaders.IF_MATCH.toString()));
    }

    /** Whether the caller has this version of an object already (RFC 9110, section 13.1.2). A header that cannot be read says nothing. */
    boolean isNotModified(String tag) {
        var known = headers(HttpHeaders.IF_NONE_MATCH.toString());
        return !known.isEmpty() && EntityTag.areReadable(known) && EntityTag.match(known, tag);
    }

    /** The JSON of a body for this request, indented if it asks for that. */
    public byte[] json(Object body) {
        return json.json(context, body);
    }

    /** The JSON of the body that this request is answered with. */
    byte[] write(Object body) {
        return json.write(context, body);
    }

    /** Notes what the body was read as. */
    void received(Input body) {
        context.put(BODY, body);
    }

    /** What tells this request from others that ask for something else: see {@link Fingerprint}. */
    public byte[] fingerprint() {
        return Fingerprint.of(request.method().name(), PublicUrl.withoutSlash(path()), parameters(), context.get(BODY));
    }

    /** What the caller asks of a list of this table; fails as {@link ListRequest#parse} does. */
    public <T> ListRequest<T> listRequest(ListTable<T> table) {
        return ListRequest.parse(parameters(), table);
    }

    /** Whether the caller wants what is {@link Expandable} as a whole object. */
    public boolean isExpanded() {
        return !expand().isEmpty();
    }

    /** The names that {@code expand} lists. */
    List<String> expand() {
        return parameters()
                .value("expand")
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split(" *, *")))
                .orElse(List.of());
    }

    boolean isMethod(String method) {
        return request.method().name().equals(method);
    }

    /** Whether the caller wants the whole object in the answer to an edit (RFC 7240, section 4.2). */
    public boolean prefersRepresentation() {
        return Prefer.representation(request.headers().getAll("Prefer"));
    }

    /** The absolute URL of this request without its query, as the caller sees it. */
    public String url() {
        return publicUrl.of(request);
    }
}
