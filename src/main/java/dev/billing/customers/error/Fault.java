package dev.billing.customers.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * One of several things that are wrong with a request, in the body of its response.
 *
 * @param param the invalid property, if there is a single one
 * @param message what is wrong with it, for people
 */
@JsonPropertyOrder({"param", "message"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Fault(@Nullable String param, String message) {}
