package dev.billing.customers.api;

import dev.billing.customers.database.DatabaseReady;
import dev.billing.customers.query.CursorSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** All instances on a database share its secret, and no operator has to hand it out. */
@ApplicationScoped
class StoredCursorSecret implements CursorSecret {

    private volatile byte[] secret;

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
        return secret.clone();
    }
}
