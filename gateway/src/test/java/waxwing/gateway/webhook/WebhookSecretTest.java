package waxwing.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Signatures, as the library of the Standard Webhooks project checks them.
class WebhookSecretTest {
    private static final String BODY = "{\"type\":\"message.received\",\"data\":{\"text\":\"déjà vu 🐦\"}}";
    private static final String ID = "evt_0190c0de00007000800000000000ffff";

    private final WebhookSecret secret = WebhookSecret.generate(new SecureRandom());
    private final Instant now = Clock.systemUTC().instant();

    @Test
    void theSpecificationsOwnVerifierAcceptsWhatIsSigned() {
        Map<String, String> headers = WebhookSecrets.of(secret).headers(ID, now, bytes(BODY));

        assertThatCode(() -> verify(secret, BODY, headers)).doesNotThrowAnyException();
        assertThat(headers.get("webhook-signature")).startsWith("v1,");
        assertThat(headers.get("webhook-timestamp")).isEqualTo(String.valueOf(now.getEpochSecond()));
    }

    @Test
    void theSpecificationsOwnExampleHasItsSignature() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(WebhookSecret.ofBytes(key)
                        .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, bytes("{\"test\": 2432232314}")))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anythingThatIsChangedOnTheWayIsNoticed() {
        Map<String, String> headers = WebhookSecrets.of(secret).headers(ID, now, bytes(BODY));
        Map<String, String> old = WebhookSecrets.of(secret).headers(ID, now.minusSeconds(600), bytes(BODY));

        assertRefused(secret, BODY + " ", headers);
        assertRefused(WebhookSecret.generate(new SecureRandom()), BODY, headers);
        assertRefused(secret, BODY, with(headers, "webhook-id", ID.replace('f', 'e')));
        assertRefused(secret, BODY, with(headers, "webhook-timestamp", String.valueOf(now.getEpochSecond() + 1)));
        assertRefused(secret, BODY, old);
    }

    @Test
    void afterARotationBothSecretsVerifyUntilTheOldOneEnds() {
        var fresh = WebhookSecret.generate(new SecureRandom());
        var rotated = new WebhookSecrets(
                fresh, Optional.of(new WebhookSecrets.Previous(secret, now.plus(Duration.ofMinutes(1)))));

        Map<String, String> both = rotated.headers(ID, now, bytes(BODY));
        assertThat(both.get("webhook-signature")).containsOnlyOnce(" ");
        assertThatCode(() -> verify(fresh, BODY, both)).doesNotThrowAnyException();
        assertThatCode(() -> verify(secret, BODY, both)).doesNotThrowAnyException();

        Map<String, String> later = rotated.headers(ID, now.plus(Duration.ofMinutes(1)), bytes(BODY));
        assertThatCode(() -> verify(fresh, BODY, later)).doesNotThrowAnyException();
        assertRefused(secret, BODY, later);
    }

    @Test
    void aSecretHasThirtyTwoBytesAndNeverPrintsItself() {
        assertThat(secret.reveal()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(secret.toString()).doesNotContain(secret.reveal().substring(6, 12));
        assertThat(WebhookSecrets.of(secret).toString())
                .doesNotContain(secret.reveal().substring(6, 12));
    }

    private static void assertRefused(WebhookSecret secret, String body, Map<String, String> headers) {
        assertThatThrownBy(() -> verify(secret, body, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(WebhookSecret secret, String body, Map<String, String> headers) throws Exception {
        Map<String, List<String>> lists = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        new Webhook(secret.reveal()).verify(body, HttpHeaders.of(lists, (_, _) -> true));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        var changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
