package dev.billing.customers.sandbox;

import dev.billing.customers.Surroundings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Prepares dev mode. Its settings are read as system properties or environment variables, because they are needed before Quarkus reads
 * its configuration.
 */
public final class Sandbox implements Surroundings {

    /** Not Quarkus' Log: the build transforms classes that use it, and adds them to packages even if they are excluded. */
    private static final Logger LOG = Logger.getLogger(Sandbox.class);

    private static final String DATABASE_URL = "customers.database.url";
    private static final String DATABASE_USERNAME = "customers.database.username";
    private static final String DIRECTORY = "customers.dev.database.directory";
    private static final String PORT = "customers.dev.database.port";
    private static final String WIPE = "customers.dev.database.wipe";

    /** Starts the embedded PostgreSQL and configures the service to use it, unless another database is configured. */
    @Override
    public void prepare() {
        // Live reload calls this again in the same JVM. The system property is still set then, and the database still
        // runs.
        if (setting(DATABASE_URL).isPresent()) {
            return;
        }
        var directory = Path.of(setting(DIRECTORY).orElse(".dev-database")).toAbsolutePath();
        if (setting(WIPE).filter(Boolean::parseBoolean).isPresent()) {
            EmbeddedDatabase.wipe(directory);
        }
        var database = EmbeddedDatabase.kept(
                directory, setting(PORT).map(Integer::parseInt).orElse(0));
        System.setProperty(DATABASE_URL, database.url());
        System.setProperty(DATABASE_USERNAME, database.username());
    }

    /** Logs the URLs and keys for a first call. */
    @Override
    public void welcome() {
        var config = ConfigProvider.getConfig();
        var url = "http://localhost:" + config.getValue("quarkus.http.port", String.class);
        LOG.infof("""


                Customers at %1$s, on %2$s
                  API keys   acme-dev-key (250 customers), acme-read-key (the same, read only), globex-dev-key (another business)
                  Try        curl -u acme-dev-key: '%1$s/customers?per_page=2&pretty=1'
                  Swagger UI %1$s/q/swagger-ui (authorize with acme-dev-key as user name, no password)
                """, url, config.getValue(DATABASE_URL, String.class));
    }

    private static Optional<String> setting(String name) {
        var variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(System.getProperty(name)).or(() -> Optional.ofNullable(System.getenv(variable)));
    }
}
