package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.query.Scope;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who makes a change: the API key and the request. A feature writes it into the column {@code author} of the row with each change, or passes
 * it to the function that deletes the row; the database puts it into the event (migration 13).
 */
@Singleton
public class Author {

    private static final String COLUMN = "author";

    private final Call call;

    Author(Call call) {
        this.call = call;
    }

    /** The author of the current request: a number that no other change has, and the key and the request. */
    public String current() {
        return Long.toString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX) + " " + call.key() + " "
                + call.requestId() + " " + call.keyName();
    }

    /** The scope in which a row is inserted by the current request. */
    public Scope of(Scope scope) {
        return scope.and(COLUMN, current());
    }
}
