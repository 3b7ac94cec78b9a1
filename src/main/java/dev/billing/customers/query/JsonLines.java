package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes each row as one line of JSON, as it is in a list (NDJSON). */
public final class JsonLines implements Lines {

    private final Export<?> export;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private final SequenceWriter rows;

    /**
     * Creates the lines of an export.
     *
     * @param writer of the representation, compact
     */
    public JsonLines(Export<?> export, ObjectWriter writer) {
        this.export = export;
        var alone = writer.withRootValueSeparator(new SerializedString(""));
        try {
            this.json = alone.createGenerator(lines);
            this.rows = alone.writeValues(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(TableRow<?> row) {
        try {
            rows.write(export.isSelection() ? row.select(export.members()) : row);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] take() {
        try {
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var taken = lines.toByteArray();
        lines.reset();
        return taken;
    }
}
