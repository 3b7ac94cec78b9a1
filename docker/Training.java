import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Runs the service on an embedded PostgreSQL under load, so that Java can write what it learned into an archive when the service ends.
 *
 * <p>Arguments: the seconds of the load, a folder for the database, and the command that starts the service, with its flags.
 */
public class Training {

    private static final String TOKEN = "a-token-of-the-training";
    private static final int CALLERS = 8;
    private static final int CUSTOMERS = 500;
    private static final int SIGTERM_EXIT = 143;
    private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("<[^>]*(/customers\\?[^>]*)>; rel=\"next\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LongAdder answers = new LongAdder();
    private String api = "";
    private String key = "";
    private long firstCustomer;

    public static void main(String[] arguments) throws Exception {
        var command = List.of(arguments).subList(2, arguments.length);
        var database = EmbeddedPostgres.builder()
                .setDataDirectory(Path.of(arguments[1]))
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .start();
        try (database) {
            new Training().train(Integer.parseInt(arguments[0]), database.getPort(), command);
        }
    }

    private void train(int seconds, int database, List<String> command) throws Exception {
        int port = freePort();
        int management = freePort();
        api = "http://localhost:" + port;
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("CUSTOMERS_") || name.startsWith("QUARKUS_"));
        builder.environment().put("CUSTOMERS_DATABASE_URL", "postgresql://localhost:" + database + "/postgres");
        builder.environment().put("CUSTOMERS_DATABASE_USERNAME", "postgres");
        builder.environment().put("CUSTOMERS_OPERATOR_TOKEN", TOKEN);
        builder.environment().put("CUSTOMERS_HTTP_ACCESS_LOG", "false");
        builder.environment().put("CUSTOMERS_SHUTDOWN_DELAY", "0S");
        builder.environment().put("CUSTOMERS_WARM_UP", "3S");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        var service = builder.start();
        try {
            awaitReady(service, "http://localhost:" + management + "/q/health/ready");
            prepare("http://localhost:" + management + "/operator/businesses");
            load(seconds);
            get("http://localhost:" + management + "/q/metrics", TOKEN);
            System.out.println("Trained by " + answers + " requests, and stopping");
        } finally {
            // SIGTERM. Java writes the archive before the process ends.
            service.destroy();
            if (!service.waitFor(5, TimeUnit.MINUTES)) {
                service.destroyForcibly();
            }
        }
        if (service.exitValue() != SIGTERM_EXIT) {
            throw new IllegalStateException("The service ended with " + service.exitValue());
        }
    }

    private void awaitReady(Process service, String probe) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (!service.isAlive()) {
                throw new IllegalStateException("The service did not start");
            }
            try {
                if (get(probe, TOKEN).statusCode() == 200) {
                    return;
                }
            } catch (java.io.IOException notThereYet) {
                // The port opens later.
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("The service is not ready");
    }

    private void prepare(String operator) throws Exception {
        var business = find(ID, post(operator, TOKEN, "{\"name\": \"Training\"}").body());
        var permissions = "{\"name\": \"t\", \"permissions\": [\"read\", \"write\", \"balances\", \"integrations\", \"portal\"]}";
        key = find(KEY, post(operator + "/" + business + "/api_keys", TOKEN, permissions).body());
        for (int i = 0; i < CUSTOMERS; i++) {
            var id = find(ID, post(api + "/customers", key, customer(i)).body());
            firstCustomer = i == 0 ? Long.parseLong(id) : firstCustomer;
        }
    }

    private void load(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            var caller = new Thread(() -> call(end));
            callers.add(caller);
            caller.start();
        }
        for (var caller : callers) {
            caller.join();
        }
    }

    /** Mostly fetches and lists, and each other operation now and then. */
    private void call(long end) {
        try {
            for (int n = 0; System.nanoTime() < end; n++) {
                int number = ThreadLocalRandom.current().nextInt(CUSTOMERS);
                var one = api + "/customers/" + (firstCustomer + number);
                answers.increment();
                switch (n % 64) {
                    case 6 -> post(api + "/customers", key, customer(number + 1_000_000));
                    case 14 -> send("PATCH", one, "{\"notes\": \"Seen " + n + "\"}");
                    case 22 -> post(one + "/contacts", key, "{\"name\": \"Tia\", \"email\": \"tia" + n + "@a.example\"}");
                    case 30 -> post(one + "/balance_entries", key, "{\"amount\": 1.25}");
                    case 38 -> get(one + "/contacts", key);
                    case 46 -> send("PUT", api + "/portal_users/u-" + number, "{\"email\": \"tia1@a.example\"}");
                    case 54 -> get(api + "/customers/0", key);
                    default -> read(n, number, one);
                }
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void read(int n, int number, String one) throws Exception {
        switch (n % 8) {
            case 1 -> follow(get(api + "/customers?per_page=10", key));
            case 3 -> follow(get(api + "/customers?per_page=100", key));
            case 5 -> follow(get(api + "/customers?sort=name&per_page=20", key));
            case 7 -> get(api + "/customers?filter[name]=Customer+" + number, key);
            default -> get(one, key);
        }
    }

    private void follow(HttpResponse<String> list) throws Exception {
        var next = NEXT.matcher(list.headers().firstValue("Link").orElse(""));
        if (next.find()) {
            get(api + next.group(1), key);
        }
    }

    private static String customer(int number) {
        return """
                {"name": "Customer %1$d", "email": "billing@customer%1$d.example", "address1": "%1$d Amber St",
                 "city": "Hill Valley", "state": "CA", "country": "United States", "tax_id": "893-%1$d"}
                """.formatted(number);
    }

    private HttpResponse<String> get(String url, String token) throws Exception {
        return send(request(url, token).GET().build());
    }

    private HttpResponse<String> post(String url, String token, String body) throws Exception {
        return send(request(url, token).POST(BodyPublishers.ofString(body)).build());
    }

    private void send(String method, String url, String body) throws Exception {
        send(request(url, key).method(method, BodyPublishers.ofString(body)).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        var answer = client.send(request, BodyHandlers.ofString());
        boolean isProbe = request.uri().getPath().startsWith("/q/");
        if (answer.statusCode() >= 500 && !isProbe || answer.statusCode() == 401) {
            throw new IllegalStateException(answer.statusCode() + " for " + request + ": " + answer.body());
        }
        return answer;
    }

    private static HttpRequest.Builder request(String url, String token) {
        var encoded = url.replace("[", "%5B").replace("]", "%5D");
        return HttpRequest.newBuilder(URI.create(encoded))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static String find(Pattern pattern, String body) {
        var found = pattern.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException(body);
        }
        return found.group(1);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
