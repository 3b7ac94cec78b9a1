package dev.billing.customers.balance;

import dev.billing.customers.query.TableRow;
import java.math.BigDecimal;
import java.util.List;

/**
 * Where a customer's ledger stands.
 *
 * @param current the sum of all entries
 * @param latest the last entries, newest first
 */
record Balance(BigDecimal current, List<TableRow<BalanceEntry>> latest) {}
