package dev.billing.customers.contact;

import static dev.billing.customers.query.ListProperty.bool;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.metadata;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.api.EmailKey;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;

/** The contacts of a business, as other features see them. */
public interface Contacts {

    /** The name of a contact in JSON and messages. */
    String NAME = "contact";

    ListProperty<Contact, Long> ID = integer("id", (Contact c) -> c.id).key();

    /** The id of the contact's customer, in place of which the whole customer can be shown. */
    ListProperty<Contact, Long> CUSTOMER =
            integer("customer", (Contact c) -> c.customerId).in("customer_id").required();

    ListProperty<Contact, Long> CREATED_AT =
            integer("created_at", (Contact c) -> c.createdAt).required();

    ListProperty<Contact, Long> UPDATED_AT =
            integer("updated_at", (Contact c) -> c.updatedAt).orInBare(CREATED_AT);

    ListProperty<Contact, String> FULL_NAME =
            text("name", (Contact c) -> c.name).required();

    ListProperty<Contact, String> EMAIL = text("email", Contact::getEmail).comparedBy("\"email_key\"", EmailKey::of);

    /** What a contact consists of, in the order of its JSON, with the indexes for lists of the contacts of one customer. */
    ListTable<Contact> TABLE = table(UPDATED_AT, CUSTOMER, FULL_NAME, EMAIL.ordered());

    /** The same, with the indexes for lists of the contacts of all customers. E-mail addresses are found by their keys. */
    ListTable<Contact> OF_BUSINESS = table(
                    UPDATED_AT.foundInBare(), CUSTOMER.found(), FULL_NAME.ordered(), EMAIL.found())
            .withTotalsIn("contact_total");

    private static ListTable<Contact> table(
            ListProperty<Contact, Long> updatedAt,
            ListProperty<Contact, Long> customer,
            ListProperty<Contact, String> name,
            ListProperty<Contact, String> email) {
        return ListTable.of(
                NAME,
                CREATED_AT,
                updatedAt,
                ID,
                customer,
                name,
                email,
                bool("primary", (Contact c) -> c.primary).required(),
                metadata((Contact c) -> c.metadata),
                integer("version", (Contact c) -> c.version).required().hidden());
    }

    /** One page of the contacts of all customers that have this e-mail address, however it is written: see {@link EmailKey}. */
    Uni<Listing<TableRow<Contact>>> listByEmail(long businessId, String emailKey, ListRequest<Contact> request);
}
