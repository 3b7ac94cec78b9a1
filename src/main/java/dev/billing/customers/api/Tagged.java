package dev.billing.customers.api;

/** A view of an object that has an entity tag. */
public interface Tagged extends View {

    /** The tag of what is shown: see {@link EntityTag}. */
    String etag();
}
