package dev.billing.customers.api;

/** Marks the resource classes of the API, so that {@link AllowResponseFilter} finds their methods. */
public interface ApiResource {}
