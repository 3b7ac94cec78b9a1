package dev.billing.customers.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that this instance sends itself before it is ready. They are recognised by their connections: nobody else can send one.
 * They get their key here, so that it never leaves the process, and they are neither logged nor counted.
 */
@ApplicationScoped
public class OwnRequests {

    private final Set<String> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String authorization;

    /** Takes requests as its own from now on, and gives them this key. */
    public void begin(String key) {
        authorization = "Bearer " + key;
    }

    /** Takes every request as one of a caller again. */
    public void end() {
        authorization = null;
        connections.clear();
    }

    /** Whether a connection that is open is the instance's own; must be called before it sends a request. */
    public void add(Socket connection) {
        connections.add(end(connection.getLocalAddress().getHostAddress(), connection.getLocalPort()));
    }

    /** The connection is about to be closed. */
    public void remove(Socket connection) {
        connections.remove(end(connection.getLocalAddress().getHostAddress(), connection.getLocalPort()));
    }

    /** Whether the instance sent this request itself; then it gets the key. */
    boolean take(RoutingContext context) {
        var key = authorization;
        if (key == null || !isOwn(context.request())) {
            return false;
        }
        context.request().headers().set(HttpHeaders.AUTHORIZATION, key);
        context.addHeadersEndHandler(ready -> RouteTemplate.hide());
        return true;
    }

    private boolean isOwn(HttpServerRequest request) {
        var caller = request.connection().remoteAddress();
        return caller != null
                && caller.hostAddress() != null
                && connections.contains(end(caller.hostAddress(), caller.port()));
    }

    private static String end(String address, int port) {
        return address + ' ' + port;
    }
}
