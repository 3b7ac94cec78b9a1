package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The only access to the database. It gives each piece of work a permit, a connection or session, and a deadline, and translates failures
 * ({@link FailureTranslation}).
 *
 * <p>Businesses share the permits for requests; {@link Owner} says whose share a request uses. Key lookups, the readiness probe, and
 * reads after a request's own change have separate permits, so that they work even if all others are taken.
 */
@ApplicationScoped
public class Database {

    private static final String PROBE = "probe";
    /** The context key that marks a request that has changed something. */
    private static final String CHANGED = Database.class.getName() + ".changed";

    private final Pool pool;
    private final OpenConnections connections;
    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    private final Readers readers;
    private final Snapshots snapshots;
    private final Lanes lanes;
    private volatile boolean open;

    Database(
            Pool pool,
            OpenConnections connections,
            Readers readers,
            Snapshots snapshots,
            Mutiny.SessionFactory sessions,
            Vertx vertx,
            MeterRegistry meters,
            DatabaseSettings settings) {
        this.pool = pool;
        this.connections = connections;
        this.readers = readers;
        this.snapshots = snapshots;
        this.sessions = sessions;
        this.vertx = vertx;
        this.lanes = new Lanes(meters, settings);
    }

    /** Runs one prepared statement in its own transaction, without Hibernate. */
    public Uni<RowSet<Row>> query(Statement statement) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.open();
            return transaction == null
                    ? atRequests(() -> direct(statement::execute))
                    : transaction.run(() -> in(transaction, statement));
        });
    }

    /**
     * Like {@link #query}, for a short read: an index has exactly the rows that it reads, and it takes no locks. It shares a
     * connection with other short reads ({@link Readers}).
     */
    public Uni<RowSet<Row>> read(Statement statement) {
        return Uni.createFrom().deferred(() -> {
            boolean isAlone = RequestTransaction.open() == null && !hasChanged();
            return isAlone ? at(lanes.reads, Owner.current(), () -> shared(statement)) : query(statement);
        });
    }

    /**
     * Like {@link #query}, for a statement that changes something. Later reads of the same request do not wait for other
     * requests, so that the caller reliably gets a response after its change.
     */
    public Uni<RowSet<Row>> write(Statement statement) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? query(statement).invoke(Database::noteChange)
                    : change(transaction, () -> in(transaction, statement));
        });
    }

    /**
     * Like {@link #query}, for a statement that may be slow because of the caller's parameters. It has a shorter timeout
     * and only some of the connections, because it takes processor and disk time from all other work.
     *
     * @param limitMillis the statement timeout in milliseconds
     * @param tooLong the failure if the timeout is exceeded
     */
    public Uni<RowSet<Row>> queryWithin(long limitMillis, Statement statement, RuntimeException tooLong) {
        return Uni.createFrom()
                .deferred(() -> at(
                        lanes.longStatements,
                        Owner.current(),
                        () -> atRequests(() -> direct(connection -> executeWithin(limitMillis, connection, statement))
                                .onFailure(FailureTranslation::isCancelled)
                                .transform(cancelled -> tooLong))));
    }

    /**
     * Opens a snapshot for reading any number of rows. It has its first rows, so that what can fail has failed; it must be read to its
     * end, or be closed.
     *
     * @param count has the number of rows as its only value
     * @param rows the rows; null if they are only counted
     */
    public Uni<Snapshot> snapshot(Statement count, @Nullable Statement rows) {
        return Uni.createFrom().deferred(() -> open ? snapshots.open(Owner.current(), count, rows) : notOpen());
    }

    /**
     * Looks up an API key whose business is not known yet. These lookups and the requests of businesses do not wait for each other.
     *
     * @param origin the client's address; lookups from one address do not delay the others
     */
    public Uni<RowSet<Row>> lookUp(String origin, Statement statement) {
        return at(lanes.lookUps, origin, () -> shared(statement));
    }

    /** Runs a statement that checks the database. It does not wait for requests, and has a shorter deadline. */
    Uni<RowSet<Row>> probe(String sql) {
        return Work.at(lanes.probes, PROBE, connections, vertx, () -> direct(Statement.of(sql)::execute));
    }

    /** Runs work in a stateless Hibernate session; each statement has its own transaction. */
    public <T> Uni<T> untracked(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return atRequests(() -> sessions.withStatelessSession(work));
    }

    /** Runs work, including calls of Panache repositories, in one transaction. A failure rolls it back. */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? atRequests(() -> Panache.withTransaction(work)).invoke(Database::noteChange)
                    : change(transaction, () -> Panache.withTransaction(work));
        });
    }

    /**
     * Runs statements in one transaction, without Hibernate. A failure rolls it back. It is for requests that change much in many transactions:
     * each of them waits for its turn like any other request.
     *
     * @param work gets a function that sends a statement; must not use it any more when its result is there
     */
    public <T> Uni<T> together(Function<Function<Statement, Uni<RowSet<Row>>>, Uni<T>> work) {
        return atRequests(() -> direct(connection -> {
            connection.query("begin").execute();
            var result = Promise.<T>promise();
            Uni.createFrom()
                    .deferred(() -> work.apply(statement -> Uni.createFrom()
                            .emitter(rows -> statement.execute(connection).onComplete(rows::complete, rows::fail))))
                    .subscribe()
                    .with(result::complete, result::fail);
            return result.future().transform(done -> end(connection, done));
        }));
    }

    private static <T> Future<T> end(SqlConnection connection, AsyncResult<T> done) {
        var ended = connection.query(done.succeeded() ? "commit" : "rollback").execute();
        return done.succeeded()
                ? ended.map(rows -> done.result())
                : ended.transform(over -> Future.failedFuture(done.cause()));
    }

    /**
     * Runs work and commits its changes together with a record of its result. The transaction begins with the first change; from then on
     * {@link #write}, {@link #transaction} and {@link #query} take part in it. If a change fails, the earlier ones are rolled back. This
     * costs one round trip more than the work alone.
     *
     * @param check fails if the work must not be done; sent before each statement that runs {@link #apart}
     * @param before sent before the first change, and fails in the same cases; its failure is the result, and nothing is changed
     * @param after creates the statement that records the result; sent with the commit
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
        // If the client disconnects, the work is not cancelled: it is either committed or rolled back as a whole.
        return Uni.createFrom().emitter(result -> all.subscribe().with(result::complete, result::fail));
    }

    /**
     * Like {@link #query}, for a statement that is committed independently of the request's transaction. It is used for
     * counters, so that their rows are not locked until the request ends.
     */
    public Uni<RowSet<Row>> apart(Statement statement) {
        return Uni.createFrom().deferred(() -> {
            var transaction = RequestTransaction.current();
            return transaction == null
                    ? query(statement)
                    : atRequests(() -> direct(connection -> transaction.apart(connection, statement)));
        });
    }

    private <T> Uni<T> change(RequestTransaction transaction, Supplier<Uni<T>> change) {
        return begin(transaction).chain(() -> transaction.run(change));
    }

    /** Begins the transaction on its own connection, unless it has already begun. */
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

    private static Uni<RowSet<Row>> in(RequestTransaction transaction, Statement statement) {
        return Uni.createFrom()
                .emitter(rows -> statement.execute(transaction.connection()).onComplete(rows::complete, rows::fail));
    }

    /** Checks an entity's mapping by a query that returns no rows; fails if a column is missing. It also works before {@link #open}. */
    Uni<?> check(Class<?> entity) {
        return Work.at(
                lanes.probes,
                PROBE,
                connections,
                vertx,
                () -> sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from " + entity.getSimpleName() + " where 1 = 0", entity)
                        .getResultList()));
    }

    /** Accepts requests from now on, because the schema has been checked. */
    void open() {
        open = true;
    }

    private <T> Uni<T> atRequests(Supplier<Uni<T>> statements) {
        return Uni.createFrom()
                .deferred(() -> at(hasChanged() ? lanes.followUps : lanes.requests, Owner.current(), statements));
    }

    private <T> Uni<T> at(Lane lane, Object owner, Supplier<Uni<T>> statements) {
        return open ? Work.at(lane, owner, connections, vertx, statements) : notOpen();
    }

    private static <T> Uni<T> notOpen() {
        return Uni.createFrom()
                .failure(ApiException.unavailable(
                        "The service is starting and has no database yet. Please send the request again later."));
    }

    private <T> Uni<T> direct(Function<SqlConnection, Future<T>> statements) {
        return Uni.createFrom()
                .emitter(result -> pool.withConnection(statements).onComplete(result::complete, result::fail));
    }

    private Uni<RowSet<Row>> shared(Statement statement) {
        return Uni.createFrom().emitter(result -> {
            var work = Objects.requireNonNull(Work.current());
            var context = ContextInternal.current();
            readers.connection(context)
                    .compose(connection -> work.share(connection, statement)
                            // A lost connection takes all its statements along. They only read, so they are sent once
                            // more.
                            .recover(failure -> work.canRepeat(failure)
                                    ? readers.replacement(context, connection)
                                            .compose(another -> work.share(another, statement))
                                    : Future.failedFuture(failure)))
                    .onComplete(result::complete, result::fail);
        });
    }

    /** The statements are pipelined, so that the timeout costs no round trip. */
    private static Future<RowSet<Row>> executeWithin(long limitMillis, SqlConnection connection, Statement statement) {
        connection.query("begin").execute();
        connection.query("set local statement_timeout = " + limitMillis).execute();
        var rows = statement.execute(connection);
        return rows.eventually(() -> connection.query("commit").execute());
    }

    private static void noteChange() {
        Vertx.currentContext().putLocal(CHANGED, true);
    }

    private static boolean hasChanged() {
        var context = Vertx.currentContext();
        return context != null && context.getLocal(CHANGED) != null;
    }
}
