package dev.billing.customers.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/clients.md shows the code that QuarkusClientTest runs, and all of it. */
class ClientsDocTest {

    private static final Path PAGE = Path.of("docs/clients.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/billing/customers/clients/example");
    private static final Pattern SECTION = Pattern.compile("(?s)\n## From Quarkus\n(.*?)\n## ");
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```java\n(.*?)```\n");
    private static final Pattern PACKAGE = Pattern.compile("package [a-z.]+;");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    @Test
    void each_block_of_java_is_in_the_code() throws IOException {
        assertThat(blocks()).isNotEmpty().allSatisfy(block -> assertThat(sources())
                .anySatisfy(source -> assertThat(source).contains(block)));
    }

    @Test
    void all_of_the_code_is_shown() throws IOException {
        assertThat(blocks()).containsExactlyInAnyOrderElementsOf(sources());
    }

    private static List<String> blocks() throws IOException {
        var section = SECTION.matcher(Files.readString(PAGE));
        assertThat(section.find()).isTrue();
        return BLOCK.matcher(section.group(1))
                .results()
                .map(found -> normalised(found.group(1)))
                .toList();
    }

    /** The files without their package, which is another one where they are copied to. */
    private static List<String> sources() throws IOException {
        try (var files = Files.list(EXAMPLE)) {
            return files.map(ClientsDocTest::source).toList();
        }
    }

    private static String source(Path file) {
        try {
            return normalised(PACKAGE.matcher(Files.readString(file)).replaceFirst(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String normalised(String code) {
        return SPACES.matcher(code).replaceAll(" ").strip();
    }
}
