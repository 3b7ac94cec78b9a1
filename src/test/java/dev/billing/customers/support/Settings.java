package dev.billing.customers.support;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.billing.customers.api.PublicUrlSettings;
import dev.billing.customers.balance.BalanceSettings;
import dev.billing.customers.business.ApiKeySettings;
import dev.billing.customers.customer.DeletedSettings;
import dev.billing.customers.database.DatabaseSettings;
import dev.billing.customers.database.ExportSettings;
import dev.billing.customers.event.EventSettings;
import dev.billing.customers.http.HttpSettings;
import dev.billing.customers.http.ShutdownSettings;
import dev.billing.customers.imports.ImportSettings;
import dev.billing.customers.operator.OperatorSettings;
import dev.billing.customers.webhook.WebhookSettings;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The settings that the service reads. */
public final class Settings {

    private Settings() {}

    /** The names of their environment variables. */
    public static Set<String> names() {
        // These are read by their names, and are in no mapping.
        var names = new TreeSet<>(Set.of("CUSTOMERS_IDEMPOTENCY_DELETE_EVERY", "CUSTOMERS_WARM_UP"));
        for (var type : List.of(
                DatabaseSettings.class,
                ExportSettings.class,
                HttpSettings.class,
                PublicUrlSettings.class,
                ShutdownSettings.class,
                OperatorSettings.class,
                ApiKeySettings.class,
                BalanceSettings.class,
                DeletedSettings.class,
                EventSettings.class,
                ImportSettings.class,
                WebhookSettings.class)) {
            var prefix = type.getAnnotation(ConfigMapping.class).prefix();
            for (var method : type.getDeclaredMethods()) {
                var name = SnakeCaseStrategy.INSTANCE.translate(method.getName());
                names.add((prefix.replace('.', '_') + "_" + name).toUpperCase(Locale.ROOT));
            }
        }
        return names;
    }
}
