package dev.billing.customers.operator;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.billing.customers.api.AuditLog;
import dev.billing.customers.api.ContentEncodings;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Ids;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.RouteResponses;
import dev.billing.customers.api.Sha256;
import dev.billing.customers.business.ApiKey;
import dev.billing.customers.business.Business;
import dev.billing.customers.business.Businesses;
import dev.billing.customers.business.Credentials;
import dev.billing.customers.customer.CustomerTotals;
import dev.billing.customers.customer.CustomerTotals.Counted;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.error.Faults;
import dev.billing.customers.url.UrlParameters;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operator API for businesses and keys: JSON over HTTP below {@code /operator} on the management port, protected by one operator
 * token (Bearer, or the user name of Basic). If no token is configured, every request gets 403.
 */
@ApplicationScoped
class OperatorApi {

    private static final String PATH = "/operator";
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int BEFORE_BODIES = Integer.MIN_VALUE + 1;
    private static final int BEFORE_OPERATIONS = Integer.MIN_VALUE + 2;

    private final Businesses businesses;
    private final CustomerTotals totals;
    private final RouteResponses responses;
    private final InputBodyReader reader;
    private final Optional<byte[]> tokenHash;

    OperatorApi(
            Businesses businesses,
            CustomerTotals totals,
            RouteResponses responses,
            InputBodyReader reader,
            OperatorSettings settings) {
        this.businesses = businesses;
        this.totals = totals;
        this.responses = responses;
        this.reader = reader;
        this.tokenHash = settings.token().map(Sha256::of);
    }

    /** A response: status, and the body if there is one. */
    private record Answer(int status, @Nullable Object body) {}

    /** The JSON of a business. */
    @RegisterForReflection
    record BusinessView(
            long id,
            String name,
            @JsonProperty("created_at") long createdAt) {

        static BusinessView of(Business business) {
            return new BusinessView(business.id, business.name, business.createdAt);
        }
    }

    /** The JSON of a key, without its secret. */
    @RegisterForReflection
    record KeyView(
            long id,
            String name,
            Set<String> permissions,
            String representation,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("revoked_at") @Nullable Long revokedAt) {

        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id,
                    key.name,
                    new TreeSet<>(key.permissions()),
                    key.representation().version(),
                    key.createdAt,
                    key.revokedAt);
        }
    }

    /** The JSON of a new key. Its secret is shown only here. */
    @RegisterForReflection
    record NewKeyView(long id, String name, Set<String> permissions, String representation, String key) {

        static NewKeyView of(Businesses.NewKey key) {
            var stored = key.stored();
            return new NewKeyView(
                    stored.id,
                    stored.name,
                    new TreeSet<>(stored.permissions()),
                    stored.representation().version(),
                    key.secret());
        }
    }

    void routes(@Observes ManagementInterface management) {
        var router = management.router();
        // Quarkus reads bodies on this port before all other handlers. Here they are read after the token has been
        // checked.
        router.getRoutes().get(0).disable();
        router.route(PATH + "/*").order(BEFORE_BODIES).handler(this::guard);
        router.route()
                .order(BEFORE_OPERATIONS)
                .handler(BodyHandler.create(false).setBodyLimit(InputBodyReader.MAX_BYTES));
        var businesses = PATH + "/businesses";
        route(router, businesses, Map.of(GET, this::listBusinesses, POST, this::createBusiness));
        var keys = businesses + "/:business/api_keys";
        route(router, keys, Map.of(GET, this::listKeys, POST, this::createKey));
        route(router, keys + "/:key", Map.of(PATCH, this::editKey, DELETE, this::revokeKey));
        for (var counted : Counted.values()) {
            var total = businesses + "/:business/" + counted.total();
            route(router, total, Map.of(GET, context -> total(context, counted)));
            route(router, total + "/repair", Map.of(POST, context -> repairTotal(context, counted)));
        }
    }

    private void route(Router router, String path, Map<HttpMethod, Function<RoutingContext, Uni<Answer>>> operations) {
        operations.forEach(
                (method, operation) -> router.route(method, path).handler(context -> run(context, operation)));
        var allowed =
                operations.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            responses.fail(context, Failures.ofStatus(METHOD_NOT_ALLOWED));
        });
    }

    private void run(RoutingContext context, Function<RoutingContext, Uni<Answer>> operation) {
        Uni.createFrom()
                .deferred(() -> operation.apply(context))
                .subscribe()
                .with(answer -> send(context, answer), failure -> responses.fail(context, failure));
    }

    /** Runs before the body is read. Every request is added to the audit log, even if it is rejected. */
    private void guard(RoutingContext context) {
        AuditLog.watch(context);
        try {
            authorize(context);
            ContentEncodings.check(context.request());
        } catch (ApiException refused) {
            responses.fail(context, refused);
            // Discard the rest of the request, so that the connection can be reused.
            context.request().resume();
            return;
        }
        context.next();
    }

    private Uni<Answer> createBusiness(RoutingContext context) {
        return businesses
                .create(body(context, BusinessInput.class, BusinessInput::check)
                        .name
                        .get())
                .map(business -> new Answer(201, Envelope.of("business", BusinessView.of(business))));
    }

    private Uni<Answer> listBusinesses(RoutingContext context) {
        return businesses.list(after(context)).map(found -> {
            var views = found.stream().map(BusinessView::of).toList();
            return new Answer(200, Envelope.of("businesses", views));
        });
    }

    private Uni<Answer> createKey(RoutingContext context) {
        long business = business(context);
        var input = body(context, ApiKeyInput.class, ApiKeyInput::check);
        return businesses
                .createKey(business, input.name.get(), input.permissions(), input.representation())
                .map(NewKeyView::of)
                .map(view -> new Answer(201, Envelope.of("api_key", view)));
    }

    private Uni<Answer> listKeys(RoutingContext context) {
        long after = after(context);
        return businesses
                .fetch(business(context))
                .flatMap(business -> businesses.listKeys(business.id, after))
                .map(found -> {
                    var views = found.stream().map(KeyView::of).toList();
                    return new Answer(200, Envelope.of("api_keys", views));
                });
    }

    private Uni<Answer> editKey(RoutingContext context) {
        long business = business(context);
        long key = key(context);
        return businesses
                .representKey(
                        business,
                        key,
                        body(context, ApiKeyEdit.class, ApiKeyEdit::check).representation())
                .map(edited -> new Answer(200, Envelope.of("api_key", KeyView.of(edited))));
    }

    private Uni<Answer> revokeKey(RoutingContext context) {
        return businesses.revokeKey(business(context), key(context)).replaceWith(new Answer(204, null));
    }

    private Uni<Answer> total(RoutingContext context, Counted counted) {
        return businesses
                .fetch(business(context))
                .flatMap(business -> totals.fetch(business.id, counted))
                .map(total -> new Answer(200, Envelope.of(counted.total(), total)));
    }

    private Uni<Answer> repairTotal(RoutingContext context, Counted counted) {
        return businesses
                .fetch(business(context))
                .flatMap(business -> totals.repair(business.id, counted))
                .map(total -> new Answer(200, Envelope.of(counted.total(), total)));
    }

    private void authorize(RoutingContext context) {
        var expected = tokenHash.orElseThrow(() ->
                new ApiException(403, "The operator API is off. Set customers.operator.token to switch it on.", null));
        var token = Credentials.key(context.request().headers().getAll(HttpHeaders.AUTHORIZATION));
        // Hashes are compared in constant time, so that the duration reveals nothing about the token.
        if (token.isEmpty() || !MessageDigest.isEqual(expected, Sha256.of(token.get()))) {
            throw new ApiException(401, "Authenticate with the operator token, as a Bearer token.", null);
        }
    }

    private <I extends Input> I body(RoutingContext context, Class<I> type, BiConsumer<I, Faults> check) {
        var body = context.body().buffer();
        return reader.readJson(body == null ? new byte[0] : body.getBytes(), type, check);
    }

    private static long business(RoutingContext context) {
        return Ids.parse(context.pathParam("business"), "business");
    }

    private static long key(RoutingContext context) {
        return Ids.parse(context.pathParam("key"), "API key");
    }

    /** The last id of the previous page of a list; 0 for the first page. */
    private static long after(RoutingContext context) {
        return UrlParameters.parse(context.request().query())
                .value("after")
                .map(OperatorApi::parseAfter)
                .orElse(0L);
    }

    private static long parseAfter(String id) {
        try {
            return Ids.parse(id, "id");
        } catch (ApiException noId) {
            throw ApiException.invalid("after", "'after' must be the last id of the part before.");
        }
    }

    private void send(RoutingContext context, Answer answer) {
        var response = context.response().setStatusCode(answer.status());
        if (answer.body() == null) {
            response.end();
        } else {
            responses.send(context, answer.body());
        }
    }
}
