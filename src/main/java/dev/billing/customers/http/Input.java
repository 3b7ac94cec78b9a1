package dev.billing.customers.http;

/** What a caller may send in the body of a POST or PATCH: one {@code JsonNullable} field per property, with its rules. */
public interface Input {}
