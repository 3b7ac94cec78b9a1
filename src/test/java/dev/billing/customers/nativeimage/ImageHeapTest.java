package dev.billing.customers.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Closeable;
import java.lang.ref.Cleaner;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * What would be in the heap of the native executable. Quarkus has the compiler initialise classes while it builds, and what their static
 * fields hold then is part of the executable: the compiler aborts if that is a random number generator, a running thread or
 * anything open, and a time would be that of the build.
 */
class ImageHeapTest {

    private static final String ROOT = "dev.billing.customers";

    private static final List<Class<?>> FORBIDDEN = List.of(
            Random.class,
            RandomGenerator.class,
            Thread.class,
            Timer.class,
            Executor.class,
            Closeable.class,
            Channel.class,
            Process.class,
            Cleaner.class,
            Clock.class,
            Instant.class);

    /** Quarkus exchanges the handlers behind loggers itself. */
    private static final List<Class<?>> NOT_FOLLOWED = List.of(Class.class, ClassLoader.class, Logger.class);

    /** A static field that a build would have aborted on. */
    static final class Aborting {

        static final List<Object> HIDDEN = new ArrayList<>(List.of(Map.of("key", new Object[] {new Random(1)})));

        private Aborting() {}
    }

    @Test
    void static_fields_of_the_service_hold_nothing_random_threaded_open_or_dated() throws Exception {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
        var found = new ArrayList<String>();
        for (var type : classes) {
            if (!type.getPackageName().startsWith(ROOT + ".sandbox")) {
                found.addAll(forbiddenIn(load(type)));
            }
        }

        assertThat(classes).hasSizeGreaterThan(100);
        assertThat(found).isEmpty();
    }

    @Test
    void what_is_hidden_in_collections_and_arrays_is_found_too() throws Exception {
        assertThat(forbiddenIn(Aborting.class)).hasSize(1).first().asString().contains("HIDDEN", "java.util.Random");
    }

    private static Class<?> load(JavaClass type) throws ClassNotFoundException {
        return Class.forName(type.getName(), true, ImageHeapTest.class.getClassLoader());
    }

    private static List<String> forbiddenIn(Class<?> type) throws IllegalAccessException {
        var found = new ArrayList<String>();
        for (var field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                search(field.get(null))
                        .forEach(bad -> found.add(type.getName() + "." + field.getName() + " holds " + bad));
            }
        }
        return found;
    }

    /** The names of the forbidden types among all that can be reached from an object. */
    private static Set<String> search(Object start) throws IllegalAccessException {
        var bad = new TreeSet<String>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var next = new ArrayDeque<Object>();
        add(next, start);
        while (!next.isEmpty()) {
            var object = next.pop();
            if (!seen.add(object) || NOT_FOLLOWED.stream().anyMatch(type -> type.isInstance(object))) {
                continue;
            }
            if (FORBIDDEN.stream().anyMatch(type -> type.isInstance(object))
                    || object instanceof ByteBuffer buffer && buffer.isDirect()) {
                bad.add(object.getClass().getName());
            }
            follow(object, next);
        }
        return bad;
    }

    private static void follow(Object object, ArrayDeque<Object> next) throws IllegalAccessException {
        if (object instanceof Collection<?> collection) {
            collection.forEach(element -> add(next, element));
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(next, key);
                add(next, value);
            });
        } else if (object instanceof Object[]) {
            for (int i = 0; i < Array.getLength(object); i++) {
                add(next, Array.get(object, i));
            }
        } else {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                for (var field : type.getDeclaredFields()) {
                    followField(object, field, next);
                }
            }
        }
    }

    private static void followField(Object object, Field field, ArrayDeque<Object> next) throws IllegalAccessException {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException insideOfTheJdk) {
            return;
        }
        add(next, field.get(object));
    }

    private static void add(ArrayDeque<Object> next, Object object) {
        if (object != null) {
            next.add(object);
        }
    }
}
