import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * What this machine can do with the same SQL and the same JSON when there is nothing else: the bare Vert.x HTTP server and
 * PostgreSQL client, without total, authentication, permissions, validation, request ids, errors or a framework.
 *
 * <p>Arguments: the HTTP port, the database's URL, and {@code pool} (20 connections that all event loops share) or {@code
 * pipelined} (one connection for each event loop, with many statements on their way at once). The paths say what to do: {@code
 * /fetch/BUSINESS/ID}, {@code /list/BUSINESS/SIZE} and {@code /create/BUSINESS}.
 */
public class Yardstick extends AbstractVerticle {

    private static final String[] NAMES = {
        "created_at", "updated_at", "id", "number", "name", "email", "address1", "address2", "city", "state", "postal_code",
        "country", "tax_id", "phone", "other_phone", "website", "notes", "balance", "stripe_customer"
    };
    private static final String COLUMNS = String.join(", ", NAMES);
    private static final String FETCH =
            "select " + COLUMNS + " from customer where business_id = $1 and id = $2";
    private static final String LIST =
            "select " + COLUMNS + " from customer where business_id = $1 order by id limit ";
    private static final String NUMBER = """
            with setting as materialized (select set_config('synchronous_commit', 'off', true))
            insert into customer_number_counter as counter (business_id, last)
            select $1, 1 from setting
            on conflict (business_id) do update set last = counter.last + 1
            returning last
            """;
    private static final String CREATE =
            "insert into customer (business_id, created_at, number, name) values ($1, $2, $3, $4) returning " + COLUMNS;

    private static final JsonFactory JSON = new JsonFactory();

    private static int port;
    private static String database;
    private static boolean pipelined;
    private SqlClient client;

    public static void main(String[] arguments) {
        port = Integer.parseInt(arguments[0]);
        database = arguments[1];
        pipelined = arguments[2].equals("pipelined");
        int eventLoops = 2 * Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true))
                .deployVerticle(Yardstick::new, new DeploymentOptions().setInstances(eventLoops))
                .onSuccess(id -> System.out.println("ready"))
                .onFailure(Throwable::printStackTrace);
    }

    @Override
    public void start(Promise<Void> started) {
        client = pipelined
                ? PgBuilder.client()
                        .using(vertx)
                        .connectingTo(options().setPipeliningLimit(256))
                        .with(new PoolOptions().setMaxSize(1))
                        .build()
                : PgBuilder.pool()
                        .using(vertx)
                        .connectingTo(options())
                        .with(new PoolOptions().setMaxSize(20).setShared(true).setName("yardstick"))
                        .build();
        vertx.createHttpServer().requestHandler(this::answer).listen(port).<Void>mapEmpty().onComplete(started);
    }

    private static PgConnectOptions options() {
        return PgConnectOptions.fromUri(database)
                .setCachePreparedStatements(true)
                .addProperty("plan_cache_mode", "force_generic_plan");
    }

    private void answer(HttpServerRequest request) {
        var path = request.path().split("/");
        var business = Long.valueOf(path[2]);
        switch (path[1]) {
            case "fetch" -> client.preparedQuery(FETCH)
                    .execute(Tuple.of(business, Long.valueOf(path[3])))
                    .onComplete(rows -> send(request, json(rows, false)), failure -> fail(request, failure));
            case "list" -> client.preparedQuery(LIST + path[3])
                    .execute(Tuple.of(business))
                    .onComplete(rows -> send(request, json(rows, true)), failure -> fail(request, failure));
            default -> request.body().onSuccess(body -> client.preparedQuery(NUMBER)
                    .execute(Tuple.of(business))
                    .compose(rows -> client.preparedQuery(CREATE)
                            .execute(Tuple.of(
                                    business,
                                    System.currentTimeMillis() / 1000,
                                    String.format("CUST-%04d", rows.iterator().next().getLong(0)),
                                    body.toJsonObject().getString("name"))))
                    .onComplete(rows -> send(request, json(rows, false)), failure -> fail(request, failure)));
        }
    }

    private static void send(HttpServerRequest request, Buffer json) {
        request.response().putHeader("Content-Type", "application/json").end(json);
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        failure.printStackTrace();
        request.response().setStatusCode(500).end();
    }

    private static Buffer json(RowSet<Row> rows, boolean list) {
        var bytes = new ByteArrayOutputStream(512 * rows.size());
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeFieldName(list ? "customers" : "customer");
            if (list) {
                json.writeStartArray();
            }
            for (var row : rows) {
                write(row, json);
            }
            if (list) {
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void write(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < NAMES.length; i++) {
            json.writeFieldName(NAMES[i]);
            switch (i) {
                case 0, 2 -> json.writeNumber(row.getLong(i));
                case 1 -> {
                    if (row.getLong(i) == null) {
                        json.writeNull();
                    } else {
                        json.writeNumber(row.getLong(i));
                    }
                }
                case 17 -> {
                    BigDecimal stripped = row.getBigDecimal(i).stripTrailingZeros();
                    json.writeNumber(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
                }
                default -> json.writeString(row.getString(i));
            }
        }
        json.writeEndObject();
    }
}
