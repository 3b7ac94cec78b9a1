package dev.billing.customers.api;

import dev.billing.customers.query.TableRow;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Entity tags (RFC 9110, section 8.8.3). A tag names a version of an object, not the bytes of one response: it does not depend on
 * {@code pretty}, {@code expand} or compression. Gateways that compress mark tags as weak, so this mark is ignored.
 */
final class EntityTag {

    private static final String ANY = "*";
    private static final String TAG_SYNTAX = "(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*+\")";
    private static final Pattern TAG = Pattern.compile(TAG_SYNTAX);

    /** Tags are separated by commas; additional commas are allowed (RFC 9110, section 5.6.1). */
    private static final Pattern LIST =
            Pattern.compile("[ \\t,]*+" + TAG_SYNTAX + "(?:[ \\t]*+,[ \\t,]*+" + TAG_SYNTAX + ")*+[ \\t,]*+");

    private EntityTag() {}

    /**
     * The tag of a row; empty if its table has no versions. Expanded objects are not part of the tag.
     *
     * <p>Every change increments {@code version}; {@code updated_at} distinguishes equal versions from before and after a backup was
     * restored.
     */
    static Optional<String> of(TableRow<?> row) {
        return row.find("version").map(version -> {
            var updatedAt = row.find("updated_at").orElse(0L);
            return "\"" + row.key() + "-" + version + "-" + updatedAt + "\"";
        });
    }

    /** Whether all values of an If-Match or If-None-Match header are lists of tags, or {@code *}. */
    static boolean areReadable(List<String> headers) {
        return headers.stream().allMatch(header -> header.strip().equals(ANY) || isList(header));
    }

    /** Whether one of the values of an If-Match or If-None-Match header contains this tag, or is {@code *}. */
    static boolean match(List<String> headers, String tag) {
        return headers.stream()
                .anyMatch(header -> header.strip().equals(ANY)
                        || TAG.matcher(header).results().anyMatch(found -> found.group(1)
                                .equals(tag)));
    }

    private static boolean isList(String header) {
        return LIST.matcher(header).matches();
    }
}
