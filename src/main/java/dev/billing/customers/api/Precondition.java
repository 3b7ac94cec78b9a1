package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.TableRow;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/**
 * What a caller says that an object has to be for its change to be made: the If-Match header (RFC 9110, section 13.1.1). It keeps a
 * caller from undoing a change that it has not seen.
 */
public final class Precondition {

    private final List<String> ifMatch;

    private Precondition(List<String> ifMatch) {
        this.ifMatch = ifMatch;
    }

    /** Reads the values of the header; throws {@link ApiException} 400 if they are no tags. */
    static Precondition ofIfMatch(List<String> headers) {
        if (!EntityTag.areReadable(headers)) {
            throw ApiException.invalid(
                    HttpHeaders.IF_MATCH,
                    "Send the ETag of the object as it was answered, with its quotes, or several separated by commas, or *.");
        }
        return new Precondition(headers);
    }

    /** Whether there is none, so that the object need not be looked at. */
    public boolean isAbsent() {
        return ifMatch.isEmpty();
    }

    /** Throws {@link ApiException} 412 if the object is another than the caller expects. */
    public void check(TableRow<?> row) {
        var tag = EntityTag.of(row).orElse("");
        if (!isAbsent() && !EntityTag.match(ifMatch, tag)) {
            throw new ApiException(
                    Status.PRECONDITION_FAILED.getStatusCode(),
                    "The object was changed since: its ETag is " + tag + ". Fetch it again before you change it.",
                    HttpHeaders.IF_MATCH);
        }
    }
}
