package dev.billing.customers.customer;

import dev.billing.customers.api.Input;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import org.jspecify.annotations.Nullable;

/** A customer in a line of an import, and what was tried to store it. */
final class CustomerLine {

    final CustomerInput input;

    /** What is wrong with it, whether there is a customer with its number or not. */
    private final Faults faults;

    final ImportedContacts.@Nullable Sent contacts;

    /** Of the contacts as they were sent; only dry runs know it. */
    long contactsHash;

    /** That of the line, or a generated one. It stays the same if the line is tried again. */
    @Nullable
    String number;

    /** The author of the first attempt, which no other line has: a row that has it was stored by that attempt, although nobody was told. */
    @Nullable
    String author;

    CustomerLine(CustomerInput input, Faults faults, ImportedContacts.@Nullable Sent contacts) {
        this.input = input;
        this.faults = faults;
        this.contacts = contacts;
        this.number = input.number.isPresent() ? input.number.get() : null;
    }

    /** Throws {@link ApiException} 400 if it is known without the database that the line is wrong, and all that is wrong with it. */
    void check() {
        boolean isNew = !isNumbered() || faults.isAbout("number");
        if (isNew || input.name.isPresent()) {
            check(isNew);
        }
    }

    /** Throws {@link ApiException} 400 with all that is wrong with the line. */
    void check(boolean isNew) {
        var all = faults.copy();
        if (isNew) {
            Input.require(all, "name", input.name);
        }
        all.refuse();
    }

    boolean isNumbered() {
        return input.number.isPresent() && input.number.get() != null;
    }
}
