package dev.billing.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation of the settings. */
class SettingsTest {

    @Test
    void the_table_has_every_setting_of_the_service_and_no_other() throws Exception {
        var page = Files.readString(Path.of("docs/configuration.md"));
        var table = Pattern.compile("\\| `(CUSTOMERS_[A-Z_]+)` \\|").matcher(page);

        assertThat(table.results().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(Settings.names());
    }
}
