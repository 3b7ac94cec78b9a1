package dev.billing.customers.balance;

import dev.billing.customers.query.ListTable;

/** What tests of other packages may see of ledgers. */
public final class Ledger {

    /** The table of entries. */
    public static final ListTable<?> TABLE = BalanceEntryRepository.TABLE;

    private Ledger() {}
}
