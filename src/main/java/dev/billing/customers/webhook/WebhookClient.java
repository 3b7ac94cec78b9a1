package dev.billing.customers.webhook;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to endpoints. The address is looked up here, and checked, and connected to, so that it cannot change in between. Redirects
 * are not followed.
 */
@Singleton
class WebhookClient {

    /** A response is read to its end, so that the connection can be used again, unless it is longer than this. */
    private static final int MAX_RESPONSE_BYTES = 65_536;

    /** Endpoints of several businesses can have the same host. */
    private static final int MAX_CONNECTIONS_OF_A_HOST = 200;

    private static final int MIN_SUCCESS = 200;
    private static final int MAX_SUCCESS = 299;

    private final VertxInternal vertx;
    private final HttpClient http;
    private final long timeoutMillis;
    private final boolean allowPrivate;

    WebhookClient(Vertx vertx, WebhookSettings settings) {
        this.vertx = (VertxInternal) vertx;
        this.timeoutMillis = settings.timeout().toMillis();
        this.allowPrivate = settings.allowPrivateAddresses();
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) timeoutMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) (2 * timeoutMillis))
                .setKeepAliveTimeout(30)
                .setMaxPoolSize(MAX_CONNECTIONS_OF_A_HOST));
    }

    /**
     * The outcome of an attempt.
     *
     * @param status of the response; null if there was none
     * @param error null if the message was delivered
     */
    record Outcome(@Nullable Integer status, @Nullable String error) {

        boolean isDelivered() {
            return error == null;
        }
    }

    /** Posts a message; never fails. */
    Uni<Outcome> post(WebhookUrl url, Map<String, String> headers, String body) {
        return Uni.createFrom().emitter(outcome -> {
            var begun = new AtomicReference<HttpClientRequest>();
            var isOver = new AtomicBoolean();
            long timer = vertx.setTimer(timeoutMillis, late -> {
                isOver.set(true);
                outcome.complete(new Outcome(null, "No response within " + timeoutMillis + " ms."));
                if (begun.get() != null) {
                    begun.get().reset();
                }
            });
            var response = address(url)
                    .compose(address -> connect(url, address, headers))
                    .compose(request -> {
                        begun.set(request);
                        if (isOver.get()) {
                            request.reset();
                        }
                        return request.send(Buffer.buffer(body));
                    })
                    .compose(WebhookClient::outcome);
            response.onComplete(done -> {
                vertx.cancelTimer(timer);
                outcome.complete(done.succeeded() ? done.result() : new Outcome(null, message(done.cause())));
            });
        });
    }

    private Future<InetAddress> address(WebhookUrl url) {
        return Future.<InetAddress>future(address -> vertx.resolveAddress(url.host(), address))
                .compose(address -> allowPrivate || PublicAddresses.contain(address)
                        ? Future.succeededFuture(address)
                        : Future.failedFuture(new IllegalStateException(
                                url.host() + " is not the address of a host on the Internet.")));
    }

    private Future<HttpClientRequest> connect(WebhookUrl url, InetAddress address, Map<String, String> headers) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setURI(url.target())
                .setFollowRedirects(false)
                .setTimeout(timeoutMillis);
        headers.forEach(options::addHeader);
        return http.request(options);
    }

    private static Future<Outcome> outcome(HttpClientResponse response) {
        int status = response.statusCode();
        var outcome = status >= MIN_SUCCESS && status <= MAX_SUCCESS
                ? new Outcome(status, null)
                : new Outcome(status, "The response has the status " + status + ".");
        var read = new int[1];
        response.handler(part -> {
            read[0] += part.length();
            if (read[0] > MAX_RESPONSE_BYTES) {
                response.request().reset();
            }
        });
        // What the body says does not matter, nor whether it ends well.
        return response.end().otherwiseEmpty().map(end -> outcome);
    }

    private static String message(Throwable failure) {
        var text = failure instanceof TimeoutException || failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
        return text.length() > 500 ? text.substring(0, 500) : text;
    }
}
