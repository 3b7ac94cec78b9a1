package dev.billing.customers.api;

/** Marks the resource classes of the API, so that a refused method can be answered with the ones that are allowed. */
public interface ApiResource {}
