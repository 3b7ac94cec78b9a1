package dev.billing.customers.webhook;

import dev.billing.customers.error.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The URL of an endpoint.
 *
 * @param host as it is written, without the brackets of an IPv6 address
 * @param target the path and the query
 */
record WebhookUrl(boolean isSecure, String host, int port, String target) {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65_535;

    /**
     * Parses a URL. Throws {@link ApiException} 400 if it is not one that events can be sent to.
     *
     * @param allowPlain whether plain HTTP is allowed
     */
    static WebhookUrl parse(String text, boolean allowPlain) {
        try {
            var url = new URI(text);
            var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean isSecure = scheme.equals("https");
            boolean isPlain = allowPlain && scheme.equals("http");
            if (!isSecure && !isPlain
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawFragment() != null
                    || url.getPort() == 0
                    || url.getPort() > MAX_PORT) {
                throw invalid();
            }
            int port = url.getPort() > 0 ? url.getPort() : isSecure ? HTTPS_PORT : HTTP_PORT;
            var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            return new WebhookUrl(isSecure, url.getHost().replaceAll("[\\[\\]]", ""), port, path + query);
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static ApiException invalid() {
        return ApiException.invalid(
                "url", "'url' must be an https URL with a host, without a user, a password and a fragment.");
    }
}
