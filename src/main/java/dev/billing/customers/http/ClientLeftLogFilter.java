package dev.billing.customers.http;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** Leaves out what the REST layer logs as an error if a client leaves while a stream is sent to it: clients may. */
@LoggingFilter(name = "client-left")
final class ClientLeftLogFilter implements Filter {

    private static final String STREAMS = "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

    @Override
    public boolean isLoggable(LogRecord line) {
        return !(STREAMS.equals(line.getLoggerName()) && line.getThrown() instanceof IOException);
    }
}
