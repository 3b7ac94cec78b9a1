package dev.billing.customers.business;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.http.Edge;
import dev.billing.customers.http.Envelope;
import dev.billing.customers.http.Exchange;
import dev.billing.customers.http.Ids;
import dev.billing.customers.http.Input;
import dev.billing.customers.http.InputReader;
import dev.billing.customers.query.Parameters;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * How operators manage businesses and keys: JSON over HTTP below {@code /operator} on the management port, guarded by one
 * operator token (Bearer, or the user name of Basic). Without a configured token all of it answers 403.
 */
@ApplicationScoped
class OperatorApi {

    private static final Logger AUDIT = Logger.getLogger("dev.billing.customers.audit");
    private static final String ALL = "/operator/*";
    private static final int BEFORE_BODIES = Integer.MIN_VALUE + 1;
    private static final int BEFORE_OPERATIONS = Integer.MIN_VALUE + 2;

    private final Businesses businesses;
    private final KeyIdentities identities;
    private final Edge edge;
    private final InputReader reader;
    private final Optional<byte[]> tokenHash;

    OperatorApi(
            Businesses businesses, KeyIdentities identities, Edge edge, InputReader reader, OperatorSettings settings) {
        this.businesses = businesses;
        this.identities = identities;
        this.edge = edge;
        this.reader = reader;
        this.tokenHash = settings.token().map(KeySecret::hash);
    }

    /** An answer: status, and a body where there is one. */
    private record Answer(int status, Object body) {}

    /** A business as operators see it. */
    @RegisterForReflection
    record BusinessView(
            long id,
            String name,
            @JsonProperty("created_at") long createdAt) {

        static BusinessView of(Business business) {
            return new BusinessView(business.id(), business.name(), business.createdAt());
        }
    }

    /** A key as operators see it; {@code key} is there in the answer to its creation and never again. */
    @RegisterForReflection
    record KeyView(
            long id,
            String name,
            Set<String> permissions,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("revoked_at") Long revokedAt) {

        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id(), key.name(), new TreeSet<>(key.permissions()), key.createdAt(), key.revokedAt());
        }
    }

    /** A key at its creation, the only time that it is shown. */
    @RegisterForReflection
    record NewKeyView(long id, String name, Set<String> permissions, String key) {}

    void routes(@Observes ManagementInterface management) {
        var router = management.router();
        // Quarkus reads bodies on this port before all else; here they come behind the token.
        router.getRoutes().get(0).disable();
        router.route(ALL).order(BEFORE_BODIES).handler(this::guard);
        router.route()
                .order(BEFORE_OPERATIONS)
                .handler(BodyHandler.create(false).setBodyLimit(InputReader.MAX_BYTES));
        route(router, HttpMethod.POST, "/operator/businesses", this::createBusiness);
        route(router, HttpMethod.GET, "/operator/businesses", this::listBusinesses);
        route(router, HttpMethod.POST, "/operator/businesses/:business/api_keys", this::createKey);
        route(router, HttpMethod.GET, "/operator/businesses/:business/api_keys", this::listKeys);
        route(router, HttpMethod.DELETE, "/operator/businesses/:business/api_keys/:key", this::revokeKey);
        route(router, HttpMethod.GET, "/operator/businesses/:business/customer_total", this::customerTotal);
        route(router, HttpMethod.POST, "/operator/businesses/:business/customer_total/repair", this::repairTotal);
    }

    private void route(Router router, HttpMethod method, String path, Function<RoutingContext, Uni<Answer>> operation) {
        router.route(method, path).handler(exchange -> Uni.createFrom()
                .deferred(() -> operation.apply(exchange))
                .subscribe()
                .with(answer -> send(exchange, answer), failure -> edge.answer(exchange, failure)));
    }

    /** Comes before the body is read. Each request leaves a line in the log, refused or not. */
    private void guard(RoutingContext exchange) {
        exchange.addEndHandler(
                sent -> audit(exchange, sent.succeeded() && exchange.response().ended()));
        try {
            authorize(exchange);
        } catch (ApiException refused) {
            edge.answer(exchange, refused);
            // What is left of it is discarded, so that its connection can serve another request.
            exchange.request().resume();
            return;
        }
        exchange.next();
    }

    private static void audit(RoutingContext exchange, boolean answered) {
        var request = exchange.request();
        MDC.put("method", request.method().name());
        MDC.put("path", request.path());
        MDC.put("status", exchange.response().getStatusCode());
        MDC.put("client", Exchange.client(exchange));
        MDC.put("requestId", String.valueOf(exchange.response().headers().get(Edge.REQUEST_ID)));
        AUDIT.infof(
                "operator %s %s: %s",
                request.method(),
                request.path(),
                answered ? Integer.toString(exchange.response().getStatusCode()) : "not answered");
    }

    private Uni<Answer> createBusiness(RoutingContext exchange) {
        return businesses
                .create(body(exchange, BusinessInput.class).name())
                .map(business -> new Answer(201, Envelope.of("business", BusinessView.of(business))));
    }

    private Uni<Answer> listBusinesses(RoutingContext exchange) {
        return businesses.list(after(exchange)).map(found -> {
            var views = found.stream().map(BusinessView::of).toList();
            return new Answer(200, Envelope.of("businesses", views));
        });
    }

    private Uni<Answer> createKey(RoutingContext exchange) {
        long business = business(exchange);
        var input = body(exchange, KeyInput.class);
        var key = KeySecret.generate();
        return businesses
                .createKey(business, input.name(), KeySecret.hash(key), input.permissions())
                .map(stored -> new NewKeyView(stored.id(), stored.name(), new TreeSet<>(stored.permissions()), key))
                .map(view -> new Answer(201, Envelope.of("api_key", view)));
    }

    private Uni<Answer> listKeys(RoutingContext exchange) {
        return businesses.listKeys(business(exchange), after(exchange)).map(found -> {
            var views = found.stream().map(KeyView::of).toList();
            return new Answer(200, Envelope.of("api_keys", views));
        });
    }

    private Uni<Answer> revokeKey(RoutingContext exchange) {
        return businesses
                .revokeKey(business(exchange), Ids.parse(exchange.pathParam("key"), "API key"))
                .call(key -> identities.forget(key.hash()))
                .replaceWith(new Answer(204, null));
    }

    private Uni<Answer> customerTotal(RoutingContext exchange) {
        return businesses
                .customerTotal(business(exchange))
                .map(total -> new Answer(200, Envelope.of("customer_total", total)));
    }

    private Uni<Answer> repairTotal(RoutingContext exchange) {
        return businesses
                .repairCustomerTotal(business(exchange))
                .map(total -> new Answer(200, Envelope.of("customer_total", total)));
    }

    private void authorize(RoutingContext exchange) {
        var expected = tokenHash.orElseThrow(() ->
                new ApiException(403, "The operator API is off. Set customers.operator.token to switch it on.", null));
        var header = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        var token = Optional.ofNullable(header).flatMap(KeyAuthentication::key);
        // Hashes are compared, in constant time: how long it takes tells nothing about the token.
        if (token.isEmpty() || !MessageDigest.isEqual(expected, KeySecret.hash(token.get()))) {
            throw new ApiException(401, "Authenticate with the operator token, as a Bearer token.", null);
        }
    }

    private <I extends Input> I body(RoutingContext exchange, Class<I> type) {
        var body = exchange.body().buffer();
        return reader.readJson(body == null ? new byte[0] : body.getBytes(), type);
    }

    private static long business(RoutingContext exchange) {
        return Ids.parse(exchange.pathParam("business"), "business");
    }

    /** Lists go on behind the last id of the part before. */
    private static long after(RoutingContext exchange) {
        return Parameters.parse(exchange.request().query())
                .value("after")
                .map(id -> Ids.parse(id, "id to list after"))
                .orElse(0L);
    }

    private void send(RoutingContext exchange, Answer answer) {
        var response = exchange.response().setStatusCode(answer.status());
        if (answer.body() == null) {
            response.end();
        } else {
            edge.send(exchange, answer.body());
        }
    }
}
