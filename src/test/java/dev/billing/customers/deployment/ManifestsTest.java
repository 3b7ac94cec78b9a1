package dev.billing.customers.deployment;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Tenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Settings;
import dev.billing.customers.support.Tenant;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code kubectl kustomize} makes of each overlay is what Kubernetes knows and what this service really has. Needs kubectl, so
 * it runs where {@code .ci/run} runs and not with every build.
 */
@ServiceTest
@Tag("manifests")
class ManifestsTest {

    /** Kinds of operators without a model at hand: kustomize reads them, and nothing checks them further. */
    private static final Set<String> UNCHECKED =
            Set.of("postgresql.cnpg.io/v1 Cluster", "postgresql.cnpg.io/v1 Pooler");

    /** Settings of OpenTelemetry that the manifests may use. */
    private static final Set<String> OTHER_SETTINGS = Set.of("OTEL_SDK_DISABLED", "OTEL_EXPORTER_OTLP_ENDPOINT");

    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\\s*\\{");

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final ObjectMapper declaredFieldsOnly = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnyGetter(Annotated annotated) {
                    return false;
                }
            });

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "postgres-ha"})
    void every_object_has_only_fields_that_its_kind_declares(String overlay) throws Exception {
        var serialization = new KubernetesSerialization();
        for (var object : objects(overlay)) {
            HasMetadata typed = serialization.convertValue(object, HasMetadata.class);
            var kind = typed.getApiVersion() + " " + typed.getKind();
            if (typed instanceof GenericKubernetesResource) {
                assertThat(UNCHECKED).as("kinds that are known to be unchecked").contains(kind);
            } else {
                var known = new TreeSet<String>();
                leaves(declaredFieldsOnly.valueToTree(typed), "", known);
                var written = new TreeSet<String>();
                leaves(object, "", written);
                assertThat(known).as(kind).containsAll(written);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "postgres-ha"})
    void every_environment_variable_is_a_setting_of_the_service(String overlay) throws Exception {
        var names = new TreeSet<String>();
        for (var object : objects(overlay)) {
            if (object.path("kind").asText().equals("Deployment")) {
                object.at("/spec/template/spec")
                        .findValues("env")
                        .forEach(env -> env.forEach(
                                variable -> names.add(variable.path("name").asText())));
            } else if (object.path("kind").asText().equals("ConfigMap")
                    && object.at("/metadata/name").asText().matches("customers-[a-z0-9]{10}")) {
                object.path("data").fieldNames().forEachRemaining(names::add);
            }
        }
        names.removeAll(OTHER_SETTINGS);

        assertThat(names).isNotEmpty();
        assertThat(Settings.names()).containsAll(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "postgres-ha"})
    void ports_and_probes_are_those_of_the_service(String overlay) throws Exception {
        var deployment = object(overlay, "Deployment", "customers");
        var container = deployment.at("/spec/template/spec/containers/0");

        assertThat(port(container, "http")).isEqualTo(8080);
        assertThat(port(container, "management")).isEqualTo(9000);
        for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            var get = container.path(probe).path("httpGet");
            assertThat(get.path("port").asText()).isEqualTo("management");
            assertStatus(operator().get(get.path("path").asText()), 200);
        }
        for (var service : List.of("customers", "customers-management")) {
            var port = object(overlay, "Service", service).at("/spec/ports/0/targetPort");
            assertThat(port(container, port.asText())).isPositive();
        }
        var grace = deployment
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt();
        assertThat(grace).isGreaterThan(5 + 15);
    }

    @Test
    void every_secret_and_config_map_that_is_referred_to_is_made_or_documented() throws Exception {
        var rendered = render("dev");
        for (var reference : List.of("customers-database-", "customers-operator-", "customers-")) {
            assertThat(rendered).containsPattern("name: " + reference + "[a-z0-9]{10}");
        }
        assertThat(rendered).doesNotContainPattern("name: customers-(database|operator)\\s");
    }

    @Test
    void alerts_and_dashboard_ask_for_metrics_that_the_service_has() throws Exception {
        var tenant = Tenant.create();
        tenant.request().get("/customers");
        operator().post("/operator/businesses/{id}/customer_total/repair", tenant.id());
        operator().post("/operator/businesses/{id}/contact_total/repair", tenant.id());
        var exposed = new TreeSet<String>();
        operator()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> exposed.add(line.replaceAll("[{ ].*", "")));

        var asked = new TreeSet<String>();
        for (var rule : object("production", "PrometheusRule", "customers").findValues("expr")) {
            asked.addAll(metrics(rule.asText()));
        }
        var dashboard = object("production", "ConfigMap", "customers-dashboard").at("/data/customers.json");
        for (var query : new ObjectMapper().readTree(dashboard.asText()).findValues("expr")) {
            asked.addAll(metrics(query.asText()));
        }

        assertThat(asked).hasSizeGreaterThan(8);
        assertThat(exposed).containsAll(asked);
    }

    private static Set<String> metrics(String query) {
        var names = new TreeSet<String>();
        METRIC.matcher(query).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    private static void leaves(JsonNode node, String path, Set<String> found) {
        if (node.isObject()) {
            node.properties().forEach(member -> leaves(member.getValue(), path + "/" + member.getKey(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), path + "/" + i, found);
            }
        } else {
            found.add(path);
        }
    }

    private static int port(JsonNode container, String name) {
        for (var port : container.path("ports")) {
            if (port.path("name").asText().equals(name)) {
                return port.path("containerPort").asInt();
            }
        }
        throw new AssertionError("No port is named " + name);
    }

    private JsonNode object(String overlay, String kind, String name) throws Exception {
        return objects(overlay).stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(overlay + " has no " + kind + " " + name));
    }

    private List<JsonNode> objects(String overlay) throws Exception {
        var objects = new ArrayList<JsonNode>();
        yaml.readerFor(JsonNode.class).<JsonNode>readValues(render(overlay)).forEachRemaining(objects::add);
        assertThat(objects).hasSizeGreaterThan(8);
        return objects;
    }

    private static String render(String overlay) throws IOException, InterruptedException {
        var process = new ProcessBuilder("kubectl", "kustomize", "k8s/overlays/" + overlay)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return rendered;
    }
}
