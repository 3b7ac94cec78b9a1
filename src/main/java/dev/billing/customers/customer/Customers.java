package dev.billing.customers.customer;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;

/** The customers of a business, as other features see them. */
public interface Customers {

    /** What customers can be listed by, in the order of their JSON. */
    ListTable<CustomerView> TABLE = ListTable.of(
                    "customer",
                    CustomerView::of,
                    ListProperty.integer("created_at").always().indexed(),
                    ListProperty.integer("updated_at").indexed(),
                    ListProperty.integer("id").unambiguous().indexed(),
                    ListProperty.text("number").unambiguous().indexed(),
                    ListProperty.text("name").always().indexed(),
                    ListProperty.text("email").indexed(),
                    ListProperty.text("address1"),
                    ListProperty.text("address2"),
                    ListProperty.text("city"),
                    ListProperty.text("state"),
                    ListProperty.text("postal_code"),
                    ListProperty.text("country"),
                    ListProperty.text("tax_id"),
                    ListProperty.text("phone"),
                    ListProperty.text("other_phone"),
                    ListProperty.text("website"),
                    ListProperty.text("notes"),
                    ListProperty.decimal("balance").always().indexed(),
                    ListProperty.text("stripe_customer").findable(),
                    ListProperty.version())
            .withTotalsIn("customer_total");

    /** The customer with this id; fails with {@link ApiException} 404 if the business has none. */
    Uni<CustomerView> fetch(long businessId, long id);

    /** Those of the customers with these ids that there are, by id. At most a hundred are asked for. */
    Uni<Map<Long, CustomerView>> fetchAll(long businessId, Set<Long> ids);
}
