package dev.billing.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation of the settings. */
class SettingsTest {

    @Test
    void every_setting_of_the_service_is_in_the_table() throws Exception {
        var documented = Files.readString(Path.of("docs/configuration.md"));

        assertThat(Settings.names()).hasSizeGreaterThan(15).allMatch(name -> documented.contains("| `" + name + "` |"));
    }
}
