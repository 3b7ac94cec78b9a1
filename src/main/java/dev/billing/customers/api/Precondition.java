package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.TableRow;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/**
 * The precondition of a change: the headers If-Match and If-None-Match (RFC 9110, sections 13.1.1 and 13.1.2). It keeps a caller from
 * overwriting a change that it has not seen.
 */
public final class Precondition {

    private final List<String> ifMatch;
    private final List<String> ifNoneMatch;

    private Precondition(List<String> ifMatch, List<String> ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /** Parses the values of If-Match, for a change of what is there; throws {@link ApiException} 400 if they are not tags. */
    static Precondition ofIfMatch(List<String> headers) {
        return of(headers, List.of());
    }

    /** Parses the values of both headers, for a change that may also create; throws {@link ApiException} 400 if they are not tags. */
    static Precondition of(List<String> ifMatch, List<String> ifNoneMatch) {
        checkReadable(HttpHeaders.IF_MATCH, ifMatch);
        checkReadable(HttpHeaders.IF_NONE_MATCH, ifNoneMatch);
        return new Precondition(ifMatch, ifNoneMatch);
    }

    /** Whether there is no precondition, so that the object need not be read. */
    public boolean isAbsent() {
        return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
    }

    /** Throws {@link ApiException} 412 if the object does not have one of the tags, or has one that it must not have. */
    public void check(TableRow<?> row) {
        var tag = EntityTag.of(row).orElse("");
        if (!ifMatch.isEmpty() && !EntityTag.match(ifMatch, tag)) {
            throw failed(
                    HttpHeaders.IF_MATCH,
                    "The object was changed since: its ETag is " + tag + ". Fetch it again before you change it.");
        }
        if (!ifNoneMatch.isEmpty() && EntityTag.match(ifNoneMatch, tag)) {
            throw failed(
                    HttpHeaders.IF_NONE_MATCH,
                    "The object is there already: its ETag is " + tag + ". Leave the header out to change it.");
        }
    }

    /** Throws {@link ApiException} 412 if an object has to be there. */
    public void checkAbsence() {
        if (!ifMatch.isEmpty()) {
            throw failed(HttpHeaders.IF_MATCH, "There is no such object. Leave the header out to create it.");
        }
    }

    private static void checkReadable(String header, List<String> values) {
        if (!EntityTag.areReadable(values)) {
            throw ApiException.invalid(
                    header,
                    "Send the ETag of the object as it was answered, with its quotes, or several separated by commas, or *.");
        }
    }

    private static ApiException failed(String header, String message) {
        return new ApiException(Status.PRECONDITION_FAILED.getStatusCode(), message, header);
    }
}
