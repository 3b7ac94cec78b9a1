package dev.billing.customers.api;

/** The formats in which whole lists are sent. */
enum ExportFormat {
    /** One JSON object on each line. */
    NDJSON("application", "x-ndjson", "application/x-ndjson"),

    /** RFC 4180, with a header line. */
    CSV("text", "csv", "text/csv; charset=utf-8");

    private final String type;
    private final String subtype;
    private final String contentType;

    ExportFormat(String type, String subtype, String contentType) {
        this.type = type;
        this.subtype = subtype;
        this.contentType = contentType;
    }

    String type() {
        return type;
    }

    String subtype() {
        return subtype;
    }

    /** The Content-Type of a response. */
    String contentType() {
        return contentType;
    }
}
