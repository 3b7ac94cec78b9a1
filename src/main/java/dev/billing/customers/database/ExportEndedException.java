package dev.billing.customers.database;

/** Thrown if rows that are being read are given up before their end. */
public final class ExportEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message says why, for the log. */
    public ExportEndedException(String message) {
        super(message, null, false, false);
    }
}
