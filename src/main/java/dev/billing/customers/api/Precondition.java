package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.TableRow;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/**
 * The precondition of a change: the If-Match header (RFC 9110, section 13.1.1). It keeps a caller from overwriting a change that it has
 * not seen.
 */
public final class Precondition {

    private final List<String> ifMatch;

    private Precondition(List<String> ifMatch) {
        this.ifMatch = ifMatch;
    }

    /** Parses the values of the header; throws {@link ApiException} 400 if they are not tags. */
    static Precondition ofIfMatch(List<String> headers) {
        if (!EntityTag.areReadable(headers)) {
            throw ApiException.invalid(
                    HttpHeaders.IF_MATCH,
                    "Send the ETag of the object as it was answered, with its quotes, or several separated by commas, or *.");
        }
        return new Precondition(headers);
    }

    /** Whether there is no precondition, so that the object need not be read. */
    public boolean isAbsent() {
        return ifMatch.isEmpty();
    }

    /** Throws {@link ApiException} 412 if the object does not have one of the tags. */
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
