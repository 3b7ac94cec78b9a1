package dev.billing.customers;

/**
 * Prepares the surroundings of the service at launch; found by {@link java.util.ServiceLoader}. A package has none; dev mode has one that
 * starts a database.
 */
public interface Surroundings {

    /** Called before the service reads its settings. */
    void prepare();

    /** Called when the service accepts requests. */
    void welcome();
}
