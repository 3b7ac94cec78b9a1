package dev.billing.customers.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes the headers of the API description where they are used, when the service is built. They are described once, in components, but
 * some generators of clients do not follow references to headers.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class InlineHeaders implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var components = document.getComponents();
        var headers = components.getHeaders();
        components.getResponses().values().forEach(response -> inline(response, headers));
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .forEach(response -> inline(response, headers));
        components.setHeaders(null);
    }

    private static void inline(APIResponse response, Map<String, Header> headers) {
        Optional.ofNullable(response.getHeaders())
                .ifPresent(used -> used.forEach((name, header) -> {
                    if (header.getRef() != null) {
                        response.addHeader(name, headers.get(name));
                    }
                }));
    }
}
