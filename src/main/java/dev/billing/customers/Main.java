package dev.billing.customers;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.ServiceLoader;

/** Starts the service, with the surroundings that this launch has. */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final ServiceLoader<Surroundings> SURROUNDINGS = ServiceLoader.load(Surroundings.class);

    /** The entry point. */
    public static void main(String... arguments) {
        // The framework would answer a malformed URI with an empty 400. The service refuses it too, and says why
        // (Edge).
        System.setProperty("vertx.disableURIValidation", "true");
        SURROUNDINGS.forEach(Surroundings::prepare);
        Quarkus.run(Main.class, arguments);
    }

    @Override
    public int run(String... arguments) {
        SURROUNDINGS.forEach(Surroundings::welcome);
        Quarkus.waitForExit();
        return 0;
    }
}
