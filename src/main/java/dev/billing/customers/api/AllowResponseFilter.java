package dev.billing.customers.api;

import dev.billing.customers.error.Failures;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Sets the Allow header of 405 and OPTIONS responses to the methods of the path (RFC 9110, section 10.2.1). Quarkus REST omits the header
 * on 405, and for OPTIONS it lists the methods of the whole resource class, and always HEAD.
 */
public class AllowResponseFilter {

    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    /** Comes after every other text in an order. */
    private static final String LAST = "\uFFFF";

    private record Supported(Pattern path, Set<String> methods) {}

    private final Call call;
    private final List<Supported> supported;

    AllowResponseFilter(Call call, @All List<InstanceHandle<ApiResource>> resources) {
        this.call = call;
        // A path with fewer variables comes first: a request for it may also match one with more.
        var byPath = new TreeMap<String, Set<String>>(
                Comparator.comparing((String path) -> path.replace(ResourcePaths.VARIABLE, LAST)));
        for (var resource : resources) {
            var type = resource.getBean().getBeanClass();
            for (var method : type.getDeclaredMethods()) {
                httpMethods(method)
                        .forEach(name -> byPath.computeIfAbsent(ResourcePaths.of(type, method), path -> new TreeSet<>())
                                .add(name));
            }
        }
        this.supported = byPath.entrySet().stream()
                .map(entry -> new Supported(Pattern.compile(entry.getKey()), entry.getValue()))
                .toList();
    }

    /**
     * Sets the header if the response needs it. Changes a 404 to 405 if the path supports other methods: Quarkus REST sends 404 if a
     * shorter path supports the method.
     */
    @ServerResponseFilter(priority = Priorities.USER + 1)
    public void allow(ContainerRequestContext request, ContainerResponseContext response) {
        int status = response.getStatus();
        if (status == NOT_FOUND
                || status == METHOD_NOT_ALLOWED
                || request.getMethod().equals(HttpMethod.OPTIONS)) {
            methods().ifPresent(methods -> allow(request.getMethod(), response, methods));
        }
    }

    private static void allow(String method, ContainerResponseContext response, Set<String> methods) {
        if (!methods.contains(method)) {
            response.setStatus(METHOD_NOT_ALLOWED);
            response.setEntity(Failures.ofStatus(METHOD_NOT_ALLOWED).error());
        }
        if (response.getStatus() != NOT_FOUND) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
        }
    }

    private Optional<Set<String>> methods() {
        var path = call.path();
        return supported.stream()
                .filter(candidate -> candidate.path().matcher(path).matches())
                .findFirst()
                .map(Supported::methods);
    }

    /** GET includes HEAD, and every path supports OPTIONS. */
    private static Stream<String> httpMethods(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .flatMap(name -> name.equals(HttpMethod.GET) ? Stream.of(name, HttpMethod.HEAD) : Stream.of(name))
                .flatMap(name -> Stream.of(name, HttpMethod.OPTIONS));
    }
}
