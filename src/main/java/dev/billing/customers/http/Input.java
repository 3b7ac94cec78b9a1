package dev.billing.customers.http;

/**
 * What a caller may send in the body of a POST or PATCH: one field per property, with its rules. Texts are
 * {@code JsonNullable}, to tell null from absent; the library takes blank text for absent in any other type.
 */
public interface Input {}
