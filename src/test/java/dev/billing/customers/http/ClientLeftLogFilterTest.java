package dev.billing.customers.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.billing.customers.error.FailureLog;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ClientLeftLogFilterTest {

    private static final List<String> OF_ANSWERS =
            List.of("org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler", FailureLog.class.getName());

    @Test
    void a_client_that_leaves_while_it_is_answered_is_no_error() {
        for (var logger : OF_ANSWERS) {
            for (var broken : List.of(
                    new ClosedChannelException(),
                    new SocketException("Connection reset"),
                    new IOException("Broken pipe"))) {
                assertThat(isLogged(logger, broken)).as(logger + broken).isFalse();
            }
        }
    }

    @Test
    void what_the_service_does_wrong_is_logged() {
        for (var logger : OF_ANSWERS) {
            assertThat(isLogged(logger, new JsonParseException(null, "a bug"))).isTrue();
            assertThat(isLogged(logger, new IllegalStateException())).isTrue();
            assertThat(isLogged(logger, null)).isTrue();
        }
        assertThat(isLogged("another", new ClosedChannelException())).isTrue();
        assertThat(isLogged(null, new ClosedChannelException())).isTrue();
    }

    private static boolean isLogged(String logger, Throwable thrown) {
        var line = new LogRecord(Level.SEVERE, "x");
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return new ClientLeftLogFilter().isLoggable(line);
    }
}
