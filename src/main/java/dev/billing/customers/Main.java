package dev.billing.customers;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Starts the service, prepared by the {@link Surroundings} of this launch. With the argument {@code migrate} it migrates the database and
 * exits.
 */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final String MIGRATE = "migrate";

    private static final ServiceLoader<Surroundings> SURROUNDINGS = ServiceLoader.load(Surroundings.class);

    public static void main(String... arguments) {
        // Vert.x would reject a malformed URI with an empty 400. http.FirstFilter rejects it with an error body
        // instead.
        System.setProperty("vertx.disableURIValidation", "true");
        if (isMigration(arguments)) {
            System.setProperty("customers.database.migrate", "true");
            System.setProperty("customers.shutdown.delay", "0S");
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("quarkus.management.host-enabled", "false");
        }
        SURROUNDINGS.forEach(Surroundings::prepare);
        Quarkus.run(Main.class, arguments);
    }

    @Override
    public int run(String... arguments) {
        if (!isMigration(arguments)) {
            SURROUNDINGS.forEach(Surroundings::welcome);
            Quarkus.waitForExit();
        }
        return 0;
    }

    private static boolean isMigration(String... arguments) {
        return List.of(arguments).contains(MIGRATE);
    }
}
