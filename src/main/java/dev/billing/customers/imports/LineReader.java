package dev.billing.customers.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;

/** Reads the JSON object of a line, as that of a single request is read. Throws {@link ApiException} 400. */
interface LineReader {

    JsonNode read(String line);
}
