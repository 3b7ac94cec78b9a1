package dev.billing.customers.database;

import java.util.List;

/**
 * A statement to run later.
 *
 * @param sql with {@code $1}, {@code $2}, … for the values; nothing of it comes from a caller
 */
public record Statement(String sql, List<Object> values) {}
