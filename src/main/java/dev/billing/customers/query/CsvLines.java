package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes each row as a line of CSV (RFC 4180), below a line with the names of the members. What is absent is empty, and empty text is
 * {@code ""}: Jackson's CSV module, which reads both, writes them alike. A member that is an object in JSON is the text of that JSON.
 */
public final class CsvLines implements Lines {

    private static final String LINE_END = "\r\n";

    private final List<String> members;
    private final Representation representation;
    private final ObjectWriter writer;
    private final StringBuilder lines = new StringBuilder();

    /**
     * Creates the lines of an export.
     *
     * @param writer of the representation, compact
     */
    public CsvLines(Export<?> export, Representation representation, ObjectWriter writer) {
        this.members = export.members();
        this.representation = representation;
        this.writer = writer;
        for (int i = 0; i < members.size(); i++) {
            separate(i);
            text(members.get(i));
        }
        lines.append(LINE_END);
    }

    @Override
    public void write(TableRow<?> row) {
        for (int i = 0; i < members.size(); i++) {
            separate(i);
            var member = members.get(i);
            value(row, member, row.member(member, representation));
        }
        lines.append(LINE_END);
    }

    private void separate(int column) {
        if (column > 0) {
            lines.append(',');
        }
    }

    private void value(TableRow<?> row, String member, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof BigDecimal number) {
            lines.append(number.toPlainString());
        } else if (value instanceof Long || value instanceof Boolean) {
            lines.append(value);
        } else {
            text(json(row, member));
        }
    }

    private void text(String text) {
        if (!isQuoted(text)) {
            lines.append(text);
            return;
        }
        lines.append('"');
        int from = 0;
        for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', from)) {
            lines.append(text, from, quote + 1).append('"');
            from = quote + 1;
        }
        lines.append(text, from, text.length()).append('"');
    }

    private static boolean isQuoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return text.isEmpty();
    }

    private String json(TableRow<?> row, String member) {
        try {
            return writer.writeValueAsString(row.value(member));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] take() {
        var taken = lines.toString().getBytes(StandardCharsets.UTF_8);
        lines.setLength(0);
        return taken;
    }
}
