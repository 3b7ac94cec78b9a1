package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.query.Listing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The events of a business, as other features show them. */
@Singleton
public class Events {

    private final EventRepository events;
    private final Call call;

    Events(EventRepository events, Call call) {
        this.events = events;
        this.call = call;
    }

    /** What the current request wants of the events of a customer, and of its contacts and its ledger: one page, or all. */
    public Uni<? extends Listing<?>> ofCustomer(long businessId, long customerId) {
        return events.list(businessId, customerId, call.listRequest(Event.TABLE));
    }

    /** Whether there is any event of a customer. */
    public Uni<Boolean> areKnown(long businessId, long customerId) {
        return events.areKnown(businessId, customerId);
    }
}
