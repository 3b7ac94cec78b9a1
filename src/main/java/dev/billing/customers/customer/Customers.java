package dev.billing.customers.customer;

import static dev.billing.customers.query.ListProperty.decimal;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;

/** The customers of a business, as other features see them. */
public interface Customers {

    /** The id. */
    ListProperty<Customer, Long> ID =
            integer("id", Customer::getId).unambiguous().indexed().notInserted();

    /** What a customer consists of, in the order of its JSON. */
    ListTable<Customer> TABLE = ListTable.of(
                    "customer",
                    ID,
                    integer("created_at", Customer::getCreatedAt).always().indexed(),
                    integer("updated_at", Customer::getUpdatedAt).indexed().notInserted(),
                    ID,
                    text("number", Customer::getNumber).unambiguous().indexed(),
                    text("name", Customer::getName).always().indexed(),
                    text("email", Customer::getEmail).indexed(),
                    text("address1", Customer::getAddress1),
                    text("address2", Customer::getAddress2),
                    text("city", Customer::getCity),
                    text("state", Customer::getState),
                    text("postal_code", Customer::getPostalCode),
                    text("country", Customer::getCountry),
                    text("tax_id", Customer::getTaxId),
                    text("phone", Customer::getPhone),
                    text("other_phone", Customer::getOtherPhone),
                    text("website", Customer::getWebsite),
                    text("notes", Customer::getNotes),
                    decimal("balance", Customer::getBalance).always().indexed().notInserted(),
                    text("stripe_customer", Customer::getStripeCustomer)
                            .findable()
                            .notInserted(),
                    integer("version", Customer::getVersion).always().hidden().notInserted())
            .withTotalsIn("customer_total");

    /** The customer with this id; fails with {@link ApiException} 404 if the business has none. */
    Uni<TableRow<Customer>> fetch(long businessId, long id);

    /** Those of the customers with these ids that there are, by id. At most a hundred are asked for. */
    Uni<Map<Long, TableRow<Customer>>> fetchAll(long businessId, Set<Long> ids);

    /**
     * A row of something that a customer has.
     *
     * @param reference to the customer
     * @param expanded whether the whole customer is shown in place of its id
     */
    default <T> Uni<TableRow<T>> show(
            long businessId, TableRow<T> row, ListProperty<T, Long> reference, boolean expanded) {
        return expanded
                ? fetch(businessId, row.get(reference)).map(customer -> row.expand(reference, customer))
                : Uni.createFrom().item(row);
    }
}
