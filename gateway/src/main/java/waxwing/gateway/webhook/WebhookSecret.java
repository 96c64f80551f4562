package waxwing.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the webhooks of an endpoint are signed with: 32 random bytes, written `whsec_` and base64. It never
/// prints itself.
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    private final byte[] bytes;

    private WebhookSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param random a secure source
    public static WebhookSecret generate(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(bytes);
    }

    static WebhookSecret ofBytes(byte[] bytes) {
        return new WebhookSecret(bytes.clone());
    }

    byte[] toBytes() {
        return bytes.clone();
    }

    /// The secret in clear, to be shown once.
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /// `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`, as the Standard Webhooks
    /// specification says.
    String sign(String id, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
