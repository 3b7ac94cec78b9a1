package dev.billing.customers.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The secret by which an endpoint and this service know each other (Standard Webhooks 1.0, "Signature scheme"). */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final int RANDOM_BYTES = 32;

    private WebhookSecret() {}

    /** A new secret of 256 random bits. */
    static String generate() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The value of {@code webhook-signature}: one signature for each secret.
     *
     * @param id of the message, the same for all attempts
     * @param timestamp UNIX seconds of the attempt
     */
    static String sign(List<String> secrets, String id, long timestamp, String body) {
        return secrets.stream().map(secret -> sign(secret, id, timestamp, body)).collect(Collectors.joining(" "));
    }

    private static String sign(String secret, String id, long timestamp, String body) {
        try {
            return new Webhook(secret).sign(id, timestamp, body);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }
}
