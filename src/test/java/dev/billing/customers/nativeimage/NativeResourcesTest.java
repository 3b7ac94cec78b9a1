package dev.billing.customers.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The resources of the native executable. The compiler leaves out of a library what is not named, and ICU4J, which has no extension of
 * Quarkus, fails without its data when it is first used.
 */
class NativeResourcesTest {

    private static final String ICU = "com/ibm/icu/";

    @Test
    void all_data_that_icu_reads_for_addresses_is_in_the_executable() throws Exception {
        var patterns = patterns();
        try (var recorder = new Recorder()) {
            var key = recorder.loadClass("dev.billing.customers.api.EmailKey").getMethod("of", String.class);
            for (var address : new String[] {
                "tia@xn--bcher-kva.example",
                "TIA@B\u00dcCHER.example",
                "a@\u05d0\u05d1.example",
                "\uac00@\u0e01.example",
                "x"
            }) {
                key.invoke(null, address);
            }

            assertThat(recorder.read).isNotEmpty().allMatch(resource -> patterns.stream()
                    .anyMatch(pattern -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + pattern)
                            .matches(Path.of(resource))));
        }
    }

    private static Set<String> patterns() throws Exception {
        var settings = new Properties();
        try (var file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        return Set.of(settings.getProperty("quarkus.native.resources.includes").split("\\s*,\\s*"));
    }

    /** Loads everything anew, so that what was read for another test is read again, and notes the resources of ICU. */
    private static final class Recorder extends URLClassLoader {

        private final Set<String> read = new TreeSet<>();

        Recorder() throws Exception {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() throws Exception {
            var entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
            var urls = new ArrayList<URL>();
            for (var entry : entries.toList()) {
                urls.add(new File(entry).toURI().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        public URL getResource(String name) {
            var found = super.getResource(name);
            note(name, found != null);
            return found;
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            var found = super.getResourceAsStream(name);
            note(name, found != null);
            return found;
        }

        private void note(String name, boolean found) {
            if (found && name.startsWith(ICU) && !name.endsWith(".class")) {
                read.add(name);
            }
        }
    }
}
