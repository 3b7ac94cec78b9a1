package dev.billing.customers.customer;

import org.jspecify.annotations.Nullable;

/** A customer in a line of an import, and what was tried to store it. */
final class CustomerLine {

    final CustomerInput input;
    final ImportedContacts.@Nullable Sent contacts;

    /** Of what was sent. */
    final int contactsHash;

    /** That of the line, or a generated one. It stays the same if the line is tried again. */
    @Nullable
    String number;

    /** The author of the first attempt, which no other line has: a row that has it was stored by that attempt, although nobody was told. */
    @Nullable
    String author;

    CustomerLine(CustomerInput input, ImportedContacts.@Nullable Sent contacts, int contactsHash) {
        this.input = input;
        this.contacts = contacts;
        this.contactsHash = contactsHash;
        this.number = input.number.isPresent() ? input.number.get() : null;
    }

    boolean isNumbered() {
        return input.number.isPresent() && input.number.get() != null;
    }
}
