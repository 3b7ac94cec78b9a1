package dev.billing.customers;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.io.Closeable;
import java.nio.channels.Channel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: features know the shared packages, and never the other way round. */
class ArchitectureTest {

    private static final String ROOT = "dev.billing.customers";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void errors_know_no_other_package() {
        assertKnowsOnly("error");
    }

    @Test
    void the_door_to_the_database_knows_errors() {
        assertKnowsOnly("database", "error");
    }

    @Test
    void query_helpers_know_the_database_and_no_resource() {
        assertKnowsOnly("query", "database", "error");
    }

    @Test
    void the_http_side_knows_query_helpers_and_errors() {
        assertKnowsOnly("http", "query", "error");
    }

    @Test
    void businesses_know_no_feature() {
        assertKnowsOnly("business", "http", "query", "database", "error");
    }

    @Test
    void kept_answers_know_no_feature() {
        assertKnowsOnly("idempotency", "http", "database", "error");
    }

    @Test
    void customers_do_not_know_contacts() {
        assertKnowsOnly("customer", "business", "idempotency", "http", "query", "database", "error");
    }

    @Test
    void contacts_know_customers() {
        assertKnowsOnly("contact", "customer", "business", "idempotency", "http", "query", "database", "error");
    }

    @Test
    void balances_know_customers_and_no_other_feature() {
        assertKnowsOnly("balance", "customer", "business", "idempotency", "http", "query", "database", "error");
    }

    @Test
    void the_portal_knows_contacts_and_customers() {
        assertKnowsOnly("portal", "contact", "customer", "business", "http", "query", "database", "error");
    }

    @Test
    void operations_know_no_other_package() {
        assertKnowsOnly("operations");
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
    void packages_form_no_circle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void features_use_nothing_of_other_features_but_what_can_be_read() {
        assertUsesOnly("(contact|balance|portal)", "customer", "CustomerRepository|CustomerView");
        assertUsesOnly("portal", "contact", "ContactRepository|ContactView|EmailKey");
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
    void resources_return_a_uni_from_every_operation() {
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(Uni.class)
                .check(CLASSES);
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

    private static void assertKnowsOnly(String name, String... others) {
        var known = new String[others.length + 1];
        known[0] = ROOT + "." + name + "..";
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = ROOT + "." + others[i] + "..";
        }
        var unknown = com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(ROOT + "..")
                .and(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(known));
        noClasses()
                .that()
                .resideInAPackage(known[0])
                .should()
                .dependOnClassesThat(unknown)
                .check(CLASSES);
    }
}
