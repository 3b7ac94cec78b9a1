package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The one way to the database. Every piece of work has a permit, a connection or session of the right kind, and a deadline; what goes
 * wrong on the way is translated here ({@link FailureTranslation}).
 *
 * <p>The permits of requests are shared by businesses: {@link Owner} says whose share a request uses. What has to work when all of
 * those are taken has permits of its own: looking up keys, the readiness probe, and what a request reads behind its own change.
 */
@ApplicationScoped
public class Database {

    /** Long statements have one connection of so many. */
    private static final int LONG_STATEMENTS_PART = 5;

    private static final int LOOK_UP_QUEUE = 1000;
    private static final int LOOK_UP_QUEUE_OF_ORIGIN = 100;
    private static final int PROBE_QUEUE = 10;
    private static final String PROBE = "probe";
    private static final int FOLLOW_UP_QUEUE = 100_000;

    /** Where it is noted that a request has changed something. */
    private static final String CHANGED = Database.class.getName() + ".changed";

    private final Pool pool;
    private final OpenConnections connections;
    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    private final Lane requests;
    private final Lane longStatements;
    private final Lane followUps;
    private final Lane lookUps;
    private final Lane probes;
    private volatile boolean open;

    Database(
            Pool pool,
            OpenConnections connections,
            Mutiny.SessionFactory sessions,
            Vertx vertx,
            MeterRegistry meters,
            DatabaseSettings settings) {
        this.pool = pool;
        this.connections = connections;
        this.sessions = sessions;
        this.vertx = vertx;
        long wait = settings.poolWait().toMillis();
        long deadline = settings.deadline().toMillis();
        this.requests = Lane.measured(
                "requests",
                meters,
                new Gate(
                        settings.poolSize(),
                        share(settings, settings.poolSize()),
                        settings.poolQueue(),
                        share(settings, settings.poolQueue())),
                wait,
                deadline,
                "This business has more requests at the database than its share. Please send fewer at once, and this one again later.");
        this.followUps = Lane.measured(
                "follow-ups",
                meters,
                new Gate(OpenConnections.FOLLOW_UPS, 1, FOLLOW_UP_QUEUE, FOLLOW_UP_QUEUE),
                deadline,
                deadline,
                null);
        int longOnes = Math.max(1, settings.poolSize() / LONG_STATEMENTS_PART);
        this.longStatements = Lane.measured(
                "long-statements",
                meters,
                new Gate(
                        longOnes,
                        share(settings, longOnes),
                        settings.poolQueue(),
                        share(settings, settings.poolQueue())),
                wait,
                deadline,
                "This business has more lists at the database that no index serves than its share. Please send fewer at once, and this one again later.");
        this.lookUps = Lane.measured(
                "key-look-ups",
                meters,
                new Gate(OpenConnections.LOOK_UPS, OpenConnections.LOOK_UPS, LOOK_UP_QUEUE, LOOK_UP_QUEUE_OF_ORIGIN),
                wait,
                deadline,
                "Too many unknown API keys come from this address. Please send the request again later.");
        this.probes = Lane.measured(
                "probes",
                meters,
                new Gate(OpenConnections.PROBES, OpenConnections.PROBES, PROBE_QUEUE, PROBE_QUEUE),
                wait,
                wait,
                "Too many probes at once.");
    }

    /**
     * Runs one prepared statement in a transaction of its own, past Hibernate: the cheapest way to read.
     *
     * @param sql with {@code $1}, {@code $2}, … for the values; nothing of it comes from a caller
     */
    public Uni<RowSet<Row>> query(String sql, List<Object> values) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.open();
            return transaction == null
                    ? atRequests(() -> direct(connection -> new Statement(sql, values).execute(connection)))
                    : transaction.run(() -> in(transaction, sql, values));
        });
    }

    /**
     * The same for a statement that changes something. What the request reads behind it is not held up by other requests: its caller
     * has to be told that the change was made.
     */
    public Uni<RowSet<Row>> write(String sql, List<Object> values) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? query(sql, values).invoke(Database::noteChange)
                    : change(transaction, () -> in(transaction, sql, values));
        });
    }

    /**
     * The same for a statement that may be long because of what the caller asks for: it has less time than others, and only some of
     * the connections, because it keeps the database's processors and disks from all other work.
     *
     * @param limitMillis how long the database may work on it
     * @param tooLong the failure if that is not enough
     */
    public Uni<RowSet<Row>> query(String sql, List<Object> values, long limitMillis, RuntimeException tooLong) {
        return Uni.createFrom()
                .deferred(() -> at(
                        longStatements,
                        Owner.current(),
                        () -> atRequests(() -> direct(connection -> executeWithin(limitMillis, connection, sql, values))
                                .onFailure(FailureTranslation::isCancelled)
                                .transform(cancelled -> tooLong))));
    }

    /**
     * Looks somebody up whose business is not known yet. It never waits for the requests of businesses, nor they for it.
     *
     * @param origin where the caller is; those of one origin do not keep the others waiting
     */
    public Uni<RowSet<Row>> lookUp(String origin, String sql, List<Object> values) {
        return at(lookUps, origin, () -> direct(connection -> new Statement(sql, values).execute(connection)));
    }

    /** Asks the database something that says how it is. It does not wait for requests, and fails sooner than they do. */
    Uni<RowSet<Row>> probe(String sql) {
        return Work.at(
                probes,
                PROBE,
                connections,
                vertx,
                () -> direct(connection -> new Statement(sql, List.of()).execute(connection)));
    }

    /** Runs statements whose entities are not tracked, each in a transaction of its own. */
    public <T> Uni<T> untracked(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return atRequests(() -> sessions.withStatelessSession(work));
    }

    /** Runs the work in one transaction, in which Panache repositories take part; a failure rolls it back. */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? atRequests(() -> Panache.withTransaction(work)).invoke(Database::noteChange)
                    : change(transaction, () -> Panache.withTransaction(work));
        });
    }

    /**
     * Runs work whose changes are committed together with a record of its result, in one transaction that begins with the first of
     * them: what {@link #write} and {@link #transaction} change from there on, and what {@link #query} reads, is part of it. A change
     * that fails takes back those before it. It costs one round trip more than the work alone.
     *
     * @param check fails if the work may not be done; sent ahead of what is changed {@link #apart}
     * @param before sent ahead of the first change, and fails in the same cases; nothing is changed then, and the failure is the result
     * @param after made of the result, sent with the commit
     */
    public <T> Uni<T> recorded(Statement check, Statement before, Supplier<Uni<T>> work, Function<T, Statement> after) {
        var all = Uni.createFrom()
                .deferred(() -> {
                    var transaction = new RequestTransaction(check, before);
                    transaction.enter();
                    var done = work.get()
                            .call(result -> begin(transaction).chain(() -> transaction.commit(after.apply(result))))
                            .onFailure()
                            .call(transaction::rollback)
                            .eventually(RequestTransaction::exit);
                    return Uni.createFrom().<T>emitter(result -> {
                        transaction.whenLost(result::fail);
                        done.subscribe().with(result::complete, result::fail);
                    });
                })
                .onFailure(FailureTranslation::isStalePlan)
                .retry()
                .atMost(connections.max());
        // A caller that hangs up ends nothing half-way: all of it is committed, or rolled back.
        return Uni.createFrom().emitter(result -> all.subscribe().with(result::complete, result::fail));
    }

    /**
     * The same as {@link #query} for a statement that is committed by itself whatever becomes of the request: a counter, whose row is not
     * held until the request ends.
     */
    public Uni<RowSet<Row>> apart(String sql, List<Object> values) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? query(sql, values)
                    : atRequests(() -> direct(connection -> transaction.apart(connection, sql, values)));
        });
    }

    private <T> Uni<T> change(RequestTransaction transaction, Supplier<Uni<T>> change) {
        return begin(transaction).chain(() -> transaction.run(change));
    }

    /** Begins the transaction on a connection of its own, if it has not begun. */
    private Uni<Void> begin(RequestTransaction transaction) {
        return transaction.isOpen()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .emitter(begun -> atRequests(() -> direct(connection -> transaction.begin(connection, begun)))
                                .subscribe()
                                .with(ended -> {}, failure -> {
                                    begun.fail(failure);
                                    transaction.lose(failure);
                                }));
    }

    private static Uni<RowSet<Row>> in(RequestTransaction transaction, String sql, List<Object> values) {
        return Uni.createFrom().emitter(rows -> new Statement(sql, values)
                .execute(transaction.connection())
                .onComplete(rows::complete, rows::fail));
    }

    /** Reads nothing of an entity, in any state of the start. It fails if a column of it is not there. */
    Uni<?> check(Class<?> entity) {
        return Work.at(
                probes,
                PROBE,
                connections,
                vertx,
                () -> sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from " + entity.getSimpleName() + " where 1 = 0", entity)
                        .getResultList()));
    }

    /** Takes requests from now on: the schema is what it should be. */
    void open() {
        open = true;
    }

    private <T> Uni<T> atRequests(Supplier<Uni<T>> statements) {
        return Uni.createFrom().deferred(() -> at(hasChanged() ? followUps : requests, Owner.current(), statements));
    }

    private <T> Uni<T> at(Lane lane, Object owner, Supplier<Uni<T>> statements) {
        return open
                ? Work.at(lane, owner, connections, vertx, statements)
                : Uni.createFrom()
                        .failure(
                                ApiException.unavailable(
                                        "The service is starting and has no database yet. Please send the request again later."));
    }

    private <T> Uni<T> direct(Function<SqlConnection, Future<T>> statements) {
        return Uni.createFrom()
                .emitter(result -> pool.withConnection(statements).onComplete(result::complete, result::fail));
    }

    /** The statements are sent one behind the other without waiting, so the limit costs no round trip. */
    private static Future<RowSet<Row>> executeWithin(
            long limitMillis, SqlConnection connection, String sql, List<Object> values) {
        connection.query("begin").execute();
        connection.query("set local statement_timeout = " + limitMillis).execute();
        var rows = new Statement(sql, values).execute(connection);
        return rows.eventually(() -> connection.query("commit").execute());
    }

    private static void noteChange() {
        Vertx.currentContext().putLocal(CHANGED, true);
    }

    private static boolean hasChanged() {
        var context = Vertx.currentContext();
        return context != null && context.getLocal(CHANGED) != null;
    }

    private static int share(DatabaseSettings settings, int of) {
        return (int) Math.max(1, Math.round(of * settings.businessShare()));
    }
}
