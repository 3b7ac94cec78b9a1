package dev.billing.customers.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.billing.customers.error.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of CSV (RFC 4180), the first of which names the columns, as objects of texts. A value without quotes that is empty is absent;
 * one with quotes is an empty text.
 */
final class CsvReader {

    private static final int MAX_COLUMNS = 100;
    private static final String METADATA = "metadata";
    private static final String MEMBER = METADATA + ".";

    private final CsvFactory csv = CsvFactory.builder()
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build();

    private final ImportTarget<?> target;
    private final LineReader json;
    private List<String> columns = List.of();

    /**
     * Creates a reader.
     *
     * @param target knows the columns
     * @param json reads the metadata, which is JSON
     */
    CsvReader(ImportTarget<?> target, LineReader json) {
        this.target = target;
        this.json = json;
    }

    /** Reads the names of the columns; throws {@link ApiException} 400 if they are not known. */
    void readHeader(String record) {
        var names = values(record, MAX_COLUMNS);
        if (names.size() > MAX_COLUMNS) {
            throw ApiException.invalid("The header has more than " + MAX_COLUMNS + " columns.");
        }
        var seen = new HashSet<String>();
        for (var name : names) {
            if (name == null || !isKnown(name)) {
                var known = new TreeSet<>(target.columns());
                if (target.hasMetadata()) {
                    known.addAll(Set.of(METADATA, MEMBER + "key"));
                }
                throw ApiException.invalid(
                        name,
                        "There is no such column. The first line names the columns; there are: "
                                + String.join(", ", known) + ".");
            }
            if (!seen.add(name)) {
                throw ApiException.invalid(name, "There are two columns of this name.");
            }
        }
        if (seen.contains(METADATA) && seen.stream().anyMatch(name -> name.startsWith(MEMBER))) {
            throw ApiException.invalid(METADATA, "Send metadata in one column, or in one for each key.");
        }
        columns = names.stream().map(String::valueOf).toList();
    }

    /** Reads a record as an object; throws {@link ApiException} 400 if it is malformed, or does not have the columns. */
    JsonNode read(String record) {
        var values = values(record, columns.size());
        if (values.size() != columns.size()) {
            throw ApiException.invalid("The line has " + (values.size() > columns.size() ? "more" : "fewer")
                    + " values than the " + columns.size() + " columns of the first line.");
        }
        var object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            if (value != null && !target.ignoredColumns().contains(columns.get(i))) {
                put(object, columns.get(i), value);
            }
        }
        return object;
    }

    private void put(ObjectNode object, String column, String value) {
        if (column.startsWith(MEMBER)) {
            object.withObjectProperty(METADATA).put(column.substring(MEMBER.length()), value);
        } else if (column.equals(METADATA)) {
            object.set(METADATA, metadata(value));
        } else {
            object.put(column, value);
        }
    }

    private JsonNode metadata(String value) {
        try {
            return json.read(value);
        } catch (ApiException unreadable) {
            throw ApiException.invalid(METADATA, "'metadata' must be the JSON of an object.");
        }
    }

    private boolean isKnown(String name) {
        return target.columns().contains(name)
                || target.hasMetadata()
                        && (name.equals(METADATA) || name.startsWith(MEMBER) && name.length() > MEMBER.length());
    }

    /** The values of a record: at most one more than the maximum. */
    private List<@Nullable String> values(String record, int max) {
        var values = new ArrayList<@Nullable String>();
        try (var parser = csv.createParser(record)) {
            parser.nextToken();
            for (var token = parser.nextToken();
                    token != null && token != JsonToken.END_ARRAY && values.size() <= max;
                    token = parser.nextToken()) {
                values.add(token == JsonToken.VALUE_NULL ? null : parser.getText());
            }
            return values;
        } catch (JsonProcessingException e) {
            throw ApiException.invalid(
                    "The line is not readable CSV. Are its quotes balanced, and doubled inside of a value?");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // There is none: it reads a text.
        }
    }
}
