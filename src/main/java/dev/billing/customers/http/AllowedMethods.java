package dev.billing.customers.http;

import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says in the Allow header which methods a path supports (RFC 9110, section 10.2.1), with a 405 and in answer to OPTIONS. The
 * framework leaves it out of the one and is wrong in the other.
 */
public class AllowedMethods {

    private static final int METHOD_NOT_ALLOWED = 405;

    private record Supported(Pattern path, String methods) {}

    private final List<Supported> supported;

    AllowedMethods(@All List<InstanceHandle<ApiResource>> resources) {
        var byPath = new TreeMap<String, Set<String>>();
        for (var resource : resources) {
            var type = resource.getBean().getBeanClass();
            for (var method : type.getDeclaredMethods()) {
                httpMethods(method).forEach(name -> byPath.computeIfAbsent(path(type, method), path -> new TreeSet<>())
                        .add(name));
            }
        }
        this.supported = byPath.entrySet().stream()
                .map(entry -> new Supported(Pattern.compile(entry.getKey()), String.join(", ", entry.getValue())))
                .toList();
    }

    /** Sets the header where the answer needs it. */
    @ServerResponseFilter
    public void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == METHOD_NOT_ALLOWED || request.getMethod().equals(HttpMethod.OPTIONS)) {
            var path = request.getUriInfo().getPath();
            supported.stream()
                    .filter(candidate -> candidate.path().matcher(path).matches())
                    .findFirst()
                    .ifPresent(found -> response.getHeaders().putSingle(HttpHeaders.ALLOW, found.methods()));
        }
    }

    /** GET includes HEAD, and OPTIONS is answered everywhere. */
    private static Stream<String> httpMethods(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .flatMap(name -> name.equals(HttpMethod.GET) ? Stream.of(name, HttpMethod.HEAD) : Stream.of(name))
                .flatMap(name -> Stream.of(name, HttpMethod.OPTIONS));
    }

    private static String path(Class<?> type, Method method) {
        var below = method.getAnnotation(Path.class);
        var template = type.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return template.replaceAll("\\{[^}]*}", "[^/]+") + "/?";
    }
}
