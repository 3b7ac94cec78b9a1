package dev.billing.customers.api;

import dev.billing.customers.database.DatabaseReady;
import dev.billing.customers.query.CursorSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the secret from the database, so that all instances share it and no operator has to distribute it. */
@ApplicationScoped
class StoredCursorSecret implements CursorSecret {

    private volatile byte @Nullable [] secret;

    void load(@Observes DatabaseReady ready) {
        secret = ready.query("select secret from cursor_secret")
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
    }

    @Override
    public byte[] bytes() {
        // Requests are accepted after DatabaseReady.
        return Objects.requireNonNull(secret).clone();
    }
}
