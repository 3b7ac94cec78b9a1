package dev.billing.customers.http;

import dev.billing.customers.api.RequestId;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Tracks HTTP/1 requests and responses, and rejects requests with ambiguous framing ({@link Framing}). */
final class Http1Requests extends ChannelDuplexHandler {

    /** The limits of pipelining: requests without a response, and bytes of responses that are not sent yet. */
    private static final int MAX_PIPELINED = 100;

    private static final long MAX_PENDING_BYTES = 16 << 20;

    private final CallerConnection caller;

    private boolean interim;
    private byte @Nullable [] refusal;
    private boolean refused;
    private boolean isOfOpenBody;

    Http1Requests(CallerConnection caller) {
        this.caller = caller;
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        if (refusal != null || message instanceof HttpObject part && isRefused(part)) {
            ReferenceCountUtil.release(message);
            return;
        }
        boolean isHead = message instanceof HttpRequest;
        if (isHead && (caller.inProgress() >= MAX_PIPELINED || caller.pendingBytes() > MAX_PENDING_BYTES)) {
            ReferenceCountUtil.release(message);
            caller.closeNow();
            return;
        }
        if (message instanceof HttpRequest request) {
            caller.requestBegins();
            refuseUpgrade(request);
            dropEmptyPort(request.headers());
        }
        if (message instanceof LastHttpContent) {
            caller.requestEnds();
        }
        reading.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!interim) {
                caller.answerBegins();
            }
        }
        if (message instanceof LastHttpContent && !interim) {
            caller.answerEnds();
        }
        writing.write(message, promise);
        if (refusal != null) {
            refuseInTurn(refusal);
        }
    }

    /** The error is sent after the responses to earlier requests. If a body is malformed, the error is the response to its request. */
    private boolean isRefused(HttpObject part) {
        var wrong = Framing.refusal(part);
        if (wrong.isEmpty()) {
            return false;
        }
        boolean isHead = part instanceof HttpRequest;
        var id = isHead ? ((HttpRequest) part).headers().get(RequestId.HEADER) : null;
        var answer = caller.responses().refusal(wrong.get(), id);
        refusal = answer;
        isOfOpenBody = !isHead;
        refuseInTurn(answer);
        return true;
    }

    /**
     * Sends the error when all earlier requests have their responses. If the response to a request with a malformed body has already
     * begun, the connection is closed after it instead.
     */
    private void refuseInTurn(byte[] answer) {
        if (isOfOpenBody ? caller.isFirstUnanswered() : caller.inProgress() == 0) {
            refuse(answer);
        } else if (isOfOpenBody && caller.inProgress() == 0 && !refused) {
            refused = true;
            caller.close();
        }
    }

    private void refuse(byte[] answer) {
        if (refused) {
            return;
        }
        refused = true;
        caller.stopTimer();
        caller.answerAndClose(answer);
    }

    /** Removes an empty port after the host, which RFC 3986, section 3.2.3 allows and Vert.x does not parse. */
    private static void dropEmptyPort(HttpHeaders headers) {
        var host = headers.get(HttpHeaderNames.HOST);
        if (host != null && host.endsWith(":")) {
            headers.set(HttpHeaderNames.HOST, host.substring(0, host.length() - 1));
        }
    }

    /**
     * Removes the offer to upgrade to HTTP/2, so that the request is served over HTTP/1.1 (RFC 9110, section 7.8). Proxies do not see
     * the requests after such an upgrade, and RFC 9113 has removed it.
     */
    private void refuseUpgrade(HttpMessage request) {
        var headers = request.headers();
        if (headers.containsValue(HttpHeaderNames.UPGRADE, "h2c", true)) {
            headers.remove(HttpHeaderNames.UPGRADE);
            headers.remove("HTTP2-Settings");
        }
    }
}
