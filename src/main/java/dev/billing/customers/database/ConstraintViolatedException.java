package dev.billing.customers.database;

/** The database refused a statement because of a constraint, and nothing was changed. */
public final class ConstraintViolatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String constraint;

    ConstraintViolatedException(String constraint, Throwable cause) {
        super(constraint, cause, false, false);
        this.constraint = constraint;
    }

    /** Whether it was this constraint, by its name in the schema. */
    public static boolean is(Throwable failure, String constraint) {
        return failure instanceof ConstraintViolatedException violated && violated.constraint.equals(constraint);
    }
}
