package dev.billing.customers.database;

/** The event that the database is there and has been migrated; whatever is read from it at the start can be read now. */
public record DatabaseReady() {}
