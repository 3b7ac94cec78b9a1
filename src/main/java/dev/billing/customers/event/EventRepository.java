package dev.billing.customers.event;

import static dev.billing.customers.error.ApiException.found;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The events of a business, up to the newest one before which no other will come ({@code event_newest}, migration 13). So a reader who has
 * seen an event has seen all with lower ids. They are as callers see them ({@link EventViews}).
 */
@ApplicationScoped
class EventRepository {

    /** The position before all events. */
    static final long START = 0;

    private static final ListTable<Event> OF_A_CUSTOMER = Event.TABLE.from("event");

    private static final int GONE = 410;

    private static final String NEWEST = "select event_newest($1)";

    private static final String ANY = "select exists (select from event where business_id = $1 and customer_id = $2)";

    /** An event that was deleted last is a position, too: a reader who has seen it has missed nothing. */
    private static final String POSITION = """
            select exists (select from event where business_id = $1 and id = $2)
                    or exists (select from event_total where business_id = $1 and deleted = $2) as is_known,
                (select min(id) from event where business_id = $1) as oldest
            """;

    private final Database database;
    private final ReactiveLists lists;
    private final EventViews views;

    EventRepository(Database database, ReactiveLists lists, EventViews views) {
        this.database = database;
        this.lists = lists;
        this.views = views;
    }

    /**
     * Events after a position.
     *
     * @param events in order; not more than the size of a page
     * @param position after which the next ones are
     */
    record Batch(List<TableRow<Event>> events, long position) {}

    /** One page of the events of a business. */
    Uni<Listing<TableRow<Event>>> list(long businessId, ListRequest<Event> request) {
        return newest(businessId)
                .flatMap(newest -> lists.list(scope(businessId), request.upTo(newest)))
                .map(listing -> listing.map(views::view));
    }

    /** One page of the events of a customer, and of its contacts and its ledger. */
    Uni<Listing<TableRow<Event>>> list(long businessId, long customerId, ListRequest<Event> request) {
        return newest(businessId)
                .flatMap(newest -> lists.list(
                        scope(businessId).and("customer_id", customerId),
                        request.on(OF_A_CUSTOMER).upTo(newest)))
                .map(listing -> listing.map(views::view));
    }

    /** Whether there is any event of a customer. */
    Uni<Boolean> areKnown(long businessId, long customerId) {
        return database.query(Statement.of(ANY, businessId, customerId))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The event with this id; 404 if the business has none. */
    Uni<TableRow<Event>> fetch(long businessId, long id) {
        return lists.find(Event.TABLE, scope(businessId), Event.ID, id)
                .map(event -> views.view(found(event, Event.NAME)));
    }

    /** The id of the newest event, or {@link #START}. */
    Uni<Long> newest(long businessId) {
        return database.read(Statement.of(NEWEST, businessId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The events after a position that match the request's filters. */
    Uni<Batch> after(long businessId, ListRequest<Event> request, long position) {
        return newest(businessId).flatMap(newest -> after(businessId, request, position, newest));
    }

    private Uni<Batch> after(long businessId, ListRequest<Event> request, long position, long newest) {
        return newest <= position
                ? Uni.createFrom().item(new Batch(List.of(), position))
                : lists.listAfter(scope(businessId), request.upTo(newest), position)
                        .map(events -> new Batch(
                                events.stream().map(views::view).toList(), end(events, request.size(), newest)));
    }

    /** All that match have been read if the page is not full. */
    private static long end(List<TableRow<Event>> events, int size, long newest) {
        return events.size() < size ? newest : events.get(events.size() - 1).get(Event.ID);
    }

    /** Fails with 410 if a position is not that of an event of the business that is still kept. */
    Uni<Void> check(long businessId, long position, String param) {
        return position == START
                ? Uni.createFrom().voidItem()
                : database.read(Statement.of(POSITION, businessId, position))
                        .invoke(rows -> check(position, param, rows.iterator().next()))
                        .replaceWithVoid();
    }

    private static void check(long position, String param, Row row) {
        if (!row.getBoolean("is_known")) {
            var oldest = row.getLong("oldest");
            throw new ApiException(
                    GONE,
                    "There is no event " + position + " (any more), so events after it may be missing. "
                            + (oldest == null ? "No event is kept" : "The oldest event that is kept is " + oldest)
                            + ". Read what you need anew, and go on from the newest event.",
                    param);
        }
    }

    private static Scope scope(long businessId) {
        return Scope.of("business_id", businessId);
    }
}
