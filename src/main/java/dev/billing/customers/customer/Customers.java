package dev.billing.customers.customer;

import static dev.billing.customers.query.ListProperty.decimal;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.metadata;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.api.EmailKey;
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

    ListProperty<Customer, Long> ID = integer("id", (Customer c) -> c.id).key().notInserted();

    ListProperty<Customer, String> NUMBER =
            text("number", (Customer c) -> c.number).unique().ordered().startingWith();

    /** The customer of Stripe that it is tied to. */
    ListProperty<Customer, String> STRIPE_CUSTOMER =
            text("stripe_customer", (Customer c) -> c.stripeCustomer).found().notInserted();

    ListProperty<Customer, Long> CREATED_AT =
            integer("created_at", (Customer c) -> c.createdAt).required().ordered();

    /** What a customer consists of, in the order of its JSON. */
    ListTable<Customer> TABLE = ListTable.of(
                    NAME,
                    CREATED_AT,
                    integer("updated_at", (Customer c) -> c.updatedAt)
                            .orInBare(CREATED_AT)
                            .ordered()
                            .notInserted(),
                    ID,
                    NUMBER,
                    text("name", (Customer c) -> c.name)
                            .required()
                            .ordered()
                            .startingWith()
                            .containing(),
                    text("email", (Customer c) -> c.email)
                            .ordered()
                            .comparedBy("coalesce(\"email_key\", lower(\"email\"))", EmailKey::of)
                            .containing(),
                    text("address1", (Customer c) -> c.address1),
                    text("address2", (Customer c) -> c.address2),
                    text("city", (Customer c) -> c.city),
                    text("state", (Customer c) -> c.state),
                    text("postal_code", (Customer c) -> c.postalCode),
                    text("country", (Customer c) -> c.country),
                    text("tax_id", (Customer c) -> c.taxId),
                    text("phone", (Customer c) -> c.phone),
                    text("other_phone", (Customer c) -> c.otherPhone),
                    text("website", (Customer c) -> c.website),
                    text("notes", (Customer c) -> c.notes),
                    decimal("balance", (Customer c) -> c.balance)
                            .required()
                            .ordered()
                            .notInserted()
                            .openBalance(),
                    STRIPE_CUSTOMER,
                    metadata((Customer c) -> c.metadata).found(),
                    integer("version", (Customer c) -> c.version)
                            .required()
                            .hidden()
                            .notInserted())
            .withTotalsIn("customer_total")
            .searchedIn("customer_word", "customer_id");

    /** The id in a segment of a path; throws {@link ApiException} 404 if it cannot be one. */
    static long id(String segment) {
        return Ids.parse(segment, NAME);
    }

    /** The customer with this id; fails with {@link ApiException} 404 if the business has none. */
    Uni<TableRow<Customer>> fetch(long businessId, long id);
}
