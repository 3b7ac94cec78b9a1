package dev.billing.customers;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Input;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.io.Closeable;
import java.nio.channels.Channel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of docs/architecture.md: features know the shared packages, and never the other way round. */
class ArchitectureTest {

    private static final String ROOT = "dev.billing.customers";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Each package, and those that it may know. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            arrows("error"),
            arrows("url", "error"),
            arrows("database", "error"),
            arrows("query", "database", "url", "error"),
            arrows("api", "query", "database", "url", "error"),
            arrows("http", "api", "url", "error"),
            arrows("business", "api", "query", "database", "error"),
            arrows("idempotency", "api", "database", "error"),
            arrows("event", "business", "api", "query", "database", "error"),
            arrows("webhook", "event", "idempotency", "business", "api", "query", "database", "error"),
            arrows("imports", "business", "api", "query", "database", "error"),
            arrows("customer", "imports", "event", "business", "idempotency", "api", "query", "database", "error"),
            arrows("contact", "event", "customer", "business", "idempotency", "api", "query", "database", "error"),
            arrows("balance", "event", "customer", "business", "idempotency", "api", "query", "database", "error"),
            arrows("portal", "event", "contact", "customer", "business", "api", "query", "database", "error"),
            arrows("operator", "customer", "business", "api", "query", "url", "error"),
            arrows("warmup", "business", "http", "database"),
            arrows("sandbox"));

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_knows_only_those_that_its_arrows_lead_to(String name) {
        assertKnowsOnly(name, ARROWS.get(name));
    }

    static Set<String> packages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void nobody_knows_the_sandbox() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".sandbox..", "io.zonky..")
                .check(CLASSES);
    }

    @Test
    void classes_form_no_circle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith(ROOT)
                                ? SliceIdentifier.of(type.getName().split("\\$")[0])
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "classes with those inside of them";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** Those are used that take a key, an entity, or a condition; each of them is scoped by business. */
    @Test
    void of_the_methods_of_panache_only_those_are_used_that_can_be_scoped_by_business() {
        var used = CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .map(JavaMethodCall::getTarget)
                .filter(target -> target.resolveMember()
                        .filter(method -> method.getOwner().isEquivalentTo(PanacheRepositoryBase.class))
                        .isPresent())
                .map(target -> target.getName()
                        + target.getRawParameterTypes().stream()
                                .map(JavaClass::getSimpleName)
                                .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.toSet());

        assertThat(used)
                .containsExactlyInAnyOrder(
                        "findById(Object)",
                        "findById(Object, LockModeType)",
                        "persistAndFlush(Object)",
                        "getSession()");
    }

    @Test
    void only_the_database_package_begins_sessions_and_takes_connections() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".database..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Panache.class, Pool.class, Mutiny.SessionFactory.class)
                .check(CLASSES);
    }

    @Test
    void a_panache_repository_is_seen_in_its_package_alone() {
        classes()
                .that()
                .areAssignableTo(PanacheRepositoryBase.class)
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void packages_form_no_circle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void features_use_nothing_of_other_features_but_what_can_be_read() {
        assertUsesOnly(
                "(contact|balance|portal)",
                "customer",
                "Customers|Customer|CustomerExpansion|ImportedContacts(\\$.*)?");
        assertUsesOnly("portal", "contact", "Contacts|Contact");
        assertUsesOnly("(customer|contact|balance|portal)", "event", "Author|EventObject|Events");
        assertUsesOnly("webhook", "event", "EventLog(\\$.*)?");
        assertUsesOnly("operator", "customer", "CustomerTotals(\\$.*)?");
        assertUsesOnly("(business|operator)", "query", "Representation");
    }

    @Test
    void resources_speak_http_and_no_sql() {
        noClasses()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "io.vertx.sqlclient..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void resources_return_a_uni_or_a_multi_from_every_operation() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(assignableTo(Uni.class).or(assignableTo(Multi.class)))
                .check(CLASSES);
    }

    /** The reader does not reject what is wrong with a body, so that the operation can add what it finds. */
    @Test
    void every_operation_that_takes_a_body_checks_it() {
        var operations = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method ->
                        method.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Input.class)))
                .toList();

        assertThat(operations).hasSizeGreaterThan(10).allSatisfy(operation -> assertThat(
                        operation.getMethodCallsFromSelf())
                .as(operation.getFullName())
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Call.class)
                        && call.getName().equals("check")));
    }

    @Test
    void sessions_are_opened_in_one_place() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".database..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Mutiny.SessionFactory.class)
                .check(CLASSES);
    }

    /** Quarkus initialises the classes when it builds the native executable; ImageHeapTest looks at what the fields hold then. */
    @Test
    void no_static_field_is_random_threaded_open_or_dated() {
        for (var type : List.of(
                Random.class,
                Thread.class,
                Executor.class,
                Closeable.class,
                Channel.class,
                Clock.class,
                Instant.class,
                LocalDateTime.class)) {
            noFields()
                    .that()
                    .areStatic()
                    .should()
                    .haveRawType(assignableTo(type))
                    .check(CLASSES);
        }
    }

    @Test
    void entities_stay_in_their_features() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .resideInAnyPackage(ROOT + ".business..", ROOT + ".customer..", ROOT + ".contact..")
                .check(CLASSES);
    }

    private static void assertUsesOnly(String users, String used, String classes) {
        noClasses()
                .that()
                .haveNameMatching(ROOT + "\\." + users + "\\..*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(ROOT + "\\." + used + "\\.(?!(" + classes + ")$).*")
                .check(CLASSES);
    }

    private static Map.Entry<String, List<String>> arrows(String from, String... to) {
        return Map.entry(from, List.of(to));
    }

    private static void assertKnowsOnly(String name, List<String> others) {
        var known = Stream.concat(Stream.of(name), others.stream())
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(known[0])
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".(*)..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
                .check(CLASSES);
    }
}
