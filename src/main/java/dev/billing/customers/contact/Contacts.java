package dev.billing.customers.contact;

import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import io.smallrye.mutiny.Uni;

/** The contacts of a business, as other features see them. */
public interface Contacts {

    /** What contacts can be listed by, in the order of their JSON. */
    ListTable<ContactView> TABLE = ListTable.of(
            "contact",
            ContactView::of,
            ListProperty.integer("created_at").always(),
            ListProperty.integer("updated_at"),
            ListProperty.integer("id").unambiguous().indexed(),
            ListProperty.integer("customer").in("customer_id").always(),
            ListProperty.text("name").always(),
            ListProperty.text("email").indexed(),
            ListProperty.bool("primary").always(),
            ListProperty.version());

    /** One page of the contacts of all customers that have this e-mail address, however it is written: see {@link EmailKey}. */
    Uni<Listing<ContactView>> listByEmail(long businessId, String emailKey, ListRequest request);
}
