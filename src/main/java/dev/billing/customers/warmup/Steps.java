package dev.billing.customers.warmup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of a walk, in turn: those that services send most, as they send them. None of them changes anything. */
final class Steps {

    private static final int FAILED = 500;
    private static final int UNAUTHORIZED = 401;

    /** {@code %d} is a number that changes; the ids, numbers and names of the made-up customers contain it. */
    private static final List<String> FETCH = List.of("/customers/%d");

    private static final List<String> LISTS = List.of(
            "/customers?per_page=10",
            "/customers?per_page=100",
            "/customers?sort=name&per_page=20",
            "/customers?filter[number]=N-%d",
            "/customers?filter[email]=billing@customer%d.example",
            "/customers?filter[name]=Customer+%d&sort=created_at+desc",
            "/customers/%d/contacts");

    private static final List<Request> CHANGES = List.of(
            new Request("POST", "/customers", "{\"name\": \"Acme\", \"email\": \"nobody\", \"notes\": \"refused\"}"),
            new Request("PATCH", "/customers/%d", "{\"notes\": \"nobody\"}"));

    private static final int NUMBERS = 200;
    private static final int ROUND = 8;
    private static final int ROUNDS_PER_CHANGE = 4;

    private int turn;

    /** A request; the path has parameters as they are in a URL. */
    record Request(String method, String path, @Nullable String body) {}

    /**
     * The next request.
     *
     * @param link the link to the next page that the last response had, if any
     */
    Request next(@Nullable String link) {
        int number = turn++;
        if (link != null && number % 3 == 0) {
            return new Request("GET", link, null);
        }
        if (number % (ROUND * ROUNDS_PER_CHANGE) == 0) {
            return numbered(CHANGES.get(number / (ROUND * ROUNDS_PER_CHANGE) % CHANGES.size()), number);
        }
        var path = number % 2 == 0 ? FETCH.get(0) : LISTS.get(number / 2 % LISTS.size());
        return numbered(new Request("GET", path, null), number);
    }

    /** Whether a response is one that these requests should have. */
    static boolean isExpected(int status) {
        return status < FAILED && status != UNAUTHORIZED;
    }

    private static Request numbered(Request request, int number) {
        var path = request.path().replace("%d", Integer.toString(1 + number % NUMBERS));
        return new Request(request.method(), path, request.body());
    }
}
