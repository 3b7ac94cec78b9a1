package dev.billing.customers;

/**
 * What a launch brings along besides the service itself, found by {@link java.util.ServiceLoader}. There is none in a
 * package; dev mode brings a database.
 */
public interface Surroundings {

    /** Called before the service reads its settings. */
    void prepare();

    /** Called when the service takes requests. */
    void welcome();
}
