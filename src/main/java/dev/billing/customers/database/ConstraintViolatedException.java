package dev.billing.customers.database;

/** The database rejected a statement because of a constraint. Nothing was changed. */
public final class ConstraintViolatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String constraint;

    ConstraintViolatedException(String constraint, Throwable cause) {
        super(constraint, cause, false, false);
        this.constraint = constraint;
    }

    /** Whether the failure is a violation of the constraint with this name. */
    public static boolean is(Throwable failure, String constraint) {
        return failure instanceof ConstraintViolatedException violated && violated.constraint.equals(constraint);
    }
}
