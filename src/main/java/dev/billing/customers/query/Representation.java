package dev.billing.customers.query;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.util.Optional;
import java.util.stream.Stream;

/** The two representations that the API has had. Objects differ in some properties, and lists in how they are wrapped. */
public enum Representation {

    /** A body is an object whose members name its content. This is the form of the specification. */
    ENVELOPED("2015-04"),

    /** A body is the object or the list itself. Objects also have {@code object} and metadata, and always a time of their last change. */
    BARE("2015-12");

    private final String version;

    Representation(String version) {
        this.version = version;
    }

    /** The name of the representation, by which API keys choose it: the month from which it was the API's default. */
    public String version() {
        return version;
    }

    /** The representation with this name. */
    public static Optional<Representation> of(String version) {
        return Stream.of(values())
                .filter(known -> known.version.equals(version))
                .findFirst();
    }

    /** Returns a writer whose rows are written in this representation. */
    public ObjectWriter in(ObjectWriter writer) {
        return writer.withAttribute(Representation.class, this);
    }

    /** The representation that is being written. */
    static Representation of(SerializerProvider provider) {
        return provider.getAttribute(Representation.class) instanceof Representation chosen ? chosen : ENVELOPED;
    }
}
