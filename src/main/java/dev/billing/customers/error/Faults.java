package dev.billing.customers.error;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the body of a request: all of it, so that a caller need not send the body once for each fault. Each property is named
 * once, with what was found first.
 */
public final class Faults {

    /** How many are collected. */
    public static final int MAX = 100;

    /** How much of a name is repeated, in characters: the caller may have made it up. */
    private static final int MAX_PARAM = 255;

    private final List<Fault> all = new ArrayList<>();
    private final Set<String> params = new HashSet<>();
    private @Nullable ApiException first;

    /** How many faults there are. One whose details are listed, too, is still one. */
    private int count;

    /** Whether there are as many as are collected. */
    public boolean isFull() {
        return all.size() >= MAX;
    }

    /** Adds a fault, unless its property has one. */
    public void add(ApiException fault) {
        add(fault, List.of());
    }

    /**
     * Adds a fault, unless its property has one.
     *
     * @param details which parts of the property are wrong
     */
    public void add(ApiException fault, List<Fault> details) {
        var param = fault.error().param();
        if (isFull() || param != null && !params.add(param)) {
            return;
        }
        if (first == null) {
            first = fault;
        }
        count += Math.max(1, details.size());
        all.add(new Fault(shortened(param), fault.getMessage()));
        details.stream().limit(MAX - all.size()).forEach(all::add);
    }

    /**
     * Adds the faults of a part.
     *
     * @param part where it is, such as {@code contacts[0]}
     */
    public void addAll(String part, Faults ofPart) {
        ofPart.all.forEach(fault ->
                add(ApiException.invalid(fault.param() == null ? part : part + "." + fault.param(), fault.message())));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Whether there is one of this property. */
    public boolean isAbout(String param) {
        return params.contains(param);
    }

    /** The same faults, to which others can be added. */
    public Faults copy() {
        var copy = new Faults();
        copy.all.addAll(all);
        copy.params.addAll(params);
        copy.first = first;
        copy.count = count;
        return copy;
    }

    /** Runs a check, and adds the fault if it throws one: an {@link ApiException} with 400. */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (ApiException fault) {
            if (fault.status() != Status.BAD_REQUEST.getStatusCode()) {
                throw fault;
            }
            add(fault);
        }
    }

    /** Throws the first fault, with all of them if there are several; does nothing if there is none. */
    public void refuse() {
        if (first != null) {
            throw refusal();
        }
    }

    /** What {@link #refuse} throws if there is a fault. */
    public ApiException refusal() {
        var fault = Objects.requireNonNull(first, "no fault");
        return count == 1 ? fault : fault.among(all);
    }

    private static @Nullable String shortened(@Nullable String param) {
        return param == null || param.codePointCount(0, param.length()) <= MAX_PARAM
                ? param
                : param.substring(0, param.offsetByCodePoints(0, MAX_PARAM)) + "…";
    }
}
