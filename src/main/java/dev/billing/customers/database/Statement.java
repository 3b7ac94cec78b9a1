package dev.billing.customers.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * A prepared statement and its values.
 *
 * @param sql with {@code $1}, {@code $2}, … for the values; must not contain input from a caller
 */
public record Statement(String sql, List<Object> values) {

    /** A statement with these values. */
    public static Statement of(String sql, Object... values) {
        return new Statement(sql, List.of(values));
    }

    /** Sends the statement. Connections are pipelined: later statements do not wait for its result. */
    Future<RowSet<Row>> execute(SqlConnection connection) {
        return connection.preparedQuery(sql).execute(Tuple.from(values));
    }
}
