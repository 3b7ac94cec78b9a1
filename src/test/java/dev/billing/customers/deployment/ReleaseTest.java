package dev.billing.customers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/development.md says about releases. */
class ReleaseTest {

    private static final String SNAPSHOT = "-SNAPSHOT";

    private final String version = find("pom.xml", "<artifactId>customers</artifactId>\\s*<version>(.*?)</version>");

    @Test
    void the_manifests_have_the_image_of_the_version() {
        assertThat(find("k8s/base/kustomization.yaml", "newTag: (\\S+)")).isEqualTo(version.replace(SNAPSHOT, ""));
    }

    @Test
    void the_newest_section_of_the_changelog_is_that_of_the_version() {
        assertThat(find("CHANGELOG.md", "(?m)^## \\[(.*?)]"))
                .isEqualTo(version.endsWith(SNAPSHOT) ? "Unreleased" : version);
    }

    private static String find(String file, String pattern) {
        try {
            var found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(Path.of(file)));
            assertThat(found.find()).as(file).isTrue();
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
