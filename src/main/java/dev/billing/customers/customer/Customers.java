package dev.billing.customers.customer;

import static dev.billing.customers.query.ListProperty.decimal;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.api.Ids;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;

/** The customers of a business, as other features see them. */
public interface Customers {

    /** The name of a customer in JSON, parameters and messages. */
    String NAME = "customer";

    ListProperty<Customer, Long> ID =
            integer("id", (Customer row) -> row.id).key().notInserted();

    /** What a customer consists of, in the order of its JSON. */
    ListTable<Customer> TABLE = ListTable.of(
                    NAME,
                    integer("created_at", (Customer row) -> row.createdAt)
                            .required()
                            .ordered(),
                    integer("updated_at", (Customer row) -> row.updatedAt)
                            .ordered()
                            .notInserted(),
                    ID,
                    text("number", (Customer row) -> row.number).unique().ordered(),
                    text("name", (Customer row) -> row.name).required().ordered(),
                    text("email", (Customer row) -> row.email).ordered(),
                    text("address1", (Customer row) -> row.address1),
                    text("address2", (Customer row) -> row.address2),
                    text("city", (Customer row) -> row.city),
                    text("state", (Customer row) -> row.state),
                    text("postal_code", (Customer row) -> row.postalCode),
                    text("country", (Customer row) -> row.country),
                    text("tax_id", (Customer row) -> row.taxId),
                    text("phone", (Customer row) -> row.phone),
                    text("other_phone", (Customer row) -> row.otherPhone),
                    text("website", (Customer row) -> row.website),
                    text("notes", (Customer row) -> row.notes),
                    decimal("balance", (Customer row) -> row.balance)
                            .required()
                            .ordered()
                            .notInserted(),
                    text("stripe_customer", (Customer row) -> row.stripeCustomer)
                            .found()
                            .notInserted(),
                    integer("version", (Customer row) -> row.version)
                            .required()
                            .hidden()
                            .notInserted())
            .withTotalsIn("customer_total");

    /** The id in a segment of a path; throws {@link ApiException} 404 if it cannot be one. */
    static long id(String segment) {
        return Ids.parse(segment, NAME);
    }

    /** The customer with this id; fails with {@link ApiException} 404 if the business has none. */
    Uni<TableRow<Customer>> fetch(long businessId, long id);
}
