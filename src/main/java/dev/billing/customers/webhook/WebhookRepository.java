package dev.billing.customers.webhook;

import static dev.billing.customers.error.ApiException.found;
import static dev.billing.customers.error.ApiException.foundRows;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.EventLog;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** The endpoints of a business, as its callers see and change them. */
@ApplicationScoped
class WebhookRepository {

    /** An endpoint that was paused begins at once when it is active again. */
    private static final String EDIT = """
            update webhook
            set url = coalesce(nullif($3, ''), url),
                types = case when $4 then nullif($5, '') else types end,
                next_at = case when nullif($6, '') = 'active' then 0 else next_at end,
                seen = case when nullif($6, '') = 'active' then 0 else seen end,
                failures = case when nullif($6, '') = 'active' then 0 else failures end,
                failing_since = case when nullif($6, '') = 'active' then null else failing_since end,
                paused_because = case when nullif($6, '') = 'active' then null else paused_because end,
                leased_until = case when status = 'paused' and nullif($6, '') = 'active' then 0 else leased_until end,
                status = coalesce(nullif($6, ''), status),
                updated_at = $7
            where business_id = $1 and id = $2
            returning %s
            """.formatted(Webhook.TABLE.columns());

    private static final String ROTATE = """
            update webhook
            set old_secret = secret, old_secret_until = $4, secret = $3, updated_at = $5
            where business_id = $1 and id = $2
            returning %s
            """.formatted(Webhook.TABLE.columns());

    private static final String RESEND = """
            update webhook
            set resend_after = $3, resend_until = $4, next_at = 0
            where business_id = $1 and id = $2 and resend_until is null
            """;

    private static final String DELETE = "delete from webhook where business_id = $1 and id = $2";

    private static final int CONFLICT = 409;

    private final Database database;
    private final ReactiveLists lists;
    private final EventLog events;
    private final Clock clock;

    WebhookRepository(Database database, ReactiveLists lists, EventLog events, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.events = events;
        this.clock = clock;
    }

    Uni<Listing<TableRow<Webhook>>> list(long businessId, ListRequest<Webhook> request) {
        return lists.list(scope(businessId), request);
    }

    /** The endpoint with this id; 404 if there is none. */
    Uni<TableRow<Webhook>> fetch(long businessId, long id) {
        return lists.find(Webhook.TABLE, scope(businessId), Webhook.ID, id).map(row -> found(row, Webhook.NAME));
    }

    /** Stores a new endpoint, which gets the events from now on. */
    Uni<TableRow<Webhook>> create(long businessId, WebhookInput input, String secret) {
        return events.newest(businessId)
                .flatMap(newest -> lists.insert(
                        Webhook.TABLE,
                        scope(businessId),
                        new Webhook(now(), input.url.get(), input.types(events.types()), secret, newest)));
    }

    /** Changes what was sent; 404 if there is no such endpoint. */
    Uni<TableRow<Webhook>> edit(long businessId, long id, WebhookInput input) {
        var types = input.types(events.types());
        return database.write(Statement.of(
                        EDIT,
                        businessId,
                        id,
                        input.url.isPresent() ? input.url.get() : "",
                        input.hasTypes(),
                        types == null ? "" : types,
                        input.status.isPresent() ? input.status.get() : "",
                        now()))
                .map(WebhookRepository::one);
    }

    /** Replaces the secret. The one before also signs for some time. 404 if there is no such endpoint. */
    Uni<TableRow<Webhook>> rotate(long businessId, long id, String secret, Duration overlap) {
        return database.write(Statement.of(ROTATE, businessId, id, secret, now() + overlap.toSeconds(), now()))
                .map(WebhookRepository::one);
    }

    /** Sends events again; 404 if there is no such endpoint, 409 while others are sent again. */
    Uni<Void> resend(long businessId, long id, long first, long last) {
        return fetch(businessId, id)
                .chain(() -> database.write(Statement.of(RESEND, businessId, id, first - 1, last)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new ApiException(
                                CONFLICT,
                                "Other events are being sent again to this endpoint. Please send the request again later.",
                                null);
                    }
                })
                .replaceWithVoid();
    }

    /** Deletes an endpoint and its attempts; 404 if there is none. */
    Uni<Void> remove(long businessId, long id) {
        return database.write(Statement.of(DELETE, businessId, id))
                .invoke(rows -> foundRows(rows.rowCount(), Webhook.NAME))
                .replaceWithVoid();
    }

    /** One page of the attempts at an endpoint; empty for one that does not exist. */
    Uni<Listing<TableRow<WebhookAttempt>>> attempts(long businessId, long id, ListRequest<WebhookAttempt> request) {
        return lists.list(scope(businessId).and("webhook_id", id), request);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static TableRow<Webhook> one(RowSet<Row> rows) {
        foundRows(rows.size(), Webhook.NAME);
        return Webhook.TABLE.read(rows.iterator().next());
    }

    private static Scope scope(long businessId) {
        return Scope.of("business_id", businessId);
    }
}
