package dev.billing.customers.http;

import dev.billing.customers.error.FailureLog;
import io.netty.channel.unix.Errors.NativeIoException;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what is logged as an error if a client leaves while it is being answered: clients may. The REST layer does so for streams, and takes
 * the broken connection as a failure of the request.
 */
@LoggingFilter(name = "client-left")
final class ClientLeftLogFilter implements Filter {

    private static final Set<String> LOGGERS =
            Set.of("org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler", FailureLog.class.getName());

    @Override
    public boolean isLoggable(LogRecord line) {
        return !LOGGERS.contains(String.valueOf(line.getLoggerName())) || !isBrokenConnection(line.getThrown());
    }

    /** Other kinds of {@link IOException}, such as Jackson's, are failures of the service. One of the database is not logged as it is. */
    private static boolean isBrokenConnection(@Nullable Throwable thrown) {
        return thrown instanceof ClosedChannelException
                || thrown instanceof NativeIoException
                || thrown instanceof SocketException
                || thrown != null && thrown.getClass() == IOException.class;
    }
}
