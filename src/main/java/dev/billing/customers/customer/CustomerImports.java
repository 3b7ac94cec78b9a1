package dev.billing.customers.customer;

import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.database.Database;
import dev.billing.customers.event.Author;
import dev.billing.customers.imports.ImportTarget;
import dev.billing.customers.query.Representation;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Creates the targets of imports of customers. */
@Singleton
class CustomerImports {

    private final InputBodyReader inputs;
    private final ImportedContacts contacts;
    private final Database database;
    private final Author author;
    private final Clock clock;

    CustomerImports(InputBodyReader inputs, ImportedContacts contacts, Database database, Author author, Clock clock) {
        this.inputs = inputs;
        this.contacts = contacts;
        this.database = database;
        this.author = author;
        this.clock = clock;
    }

    /**
     * A target for the lines of one import.
     *
     * @param representation in which they are written
     * @param isDry whether it only says what would become of them
     */
    ImportTarget<CustomerLine> target(long businessId, Representation representation, boolean isDry) {
        var stored = new CustomerImport(businessId, representation, inputs, contacts, database, author, clock);
        return isDry ? new CustomerDryRun(businessId, stored, contacts, database) : stored;
    }
}
