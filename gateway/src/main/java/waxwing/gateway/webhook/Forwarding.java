package waxwing.gateway.webhook;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.gateway.webhook.guard.WebhookUrl;
import waxwing.model.MalformedValueException;

/// Posts events to a program on this machine, signed with a secret of its own, each once.
public final class Forwarding implements AutoCloseable {
    private final TargetGuard guard;
    private final TargetClient client;
    private final Poster poster;
    private final WebhookUrl url;
    private final WebhookSecret secret;

    private Forwarding(
            TargetGuard guard, TargetClient client, WebhookUrl url, InstantSource clock, WebhookSecret secret) {
        this.guard = guard;
        this.client = client;
        this.poster = new Poster(guard, client, clock);
        this.url = url;
        this.secret = secret;
    }

    /// @throws MalformedValueException if it is no URL of this machine
    public static Forwarding to(String url, InstantSource clock, RandomGenerator random) {
        var guard = new TargetGuard(HostResolver.system(), Receivers.LOOPBACK);
        try {
            return new Forwarding(guard, new TargetClient(), guard.read(url), clock, WebhookSecret.generate(random));
        } catch (MalformedValueException malformed) {
            guard.close();
            throw malformed;
        }
    }

    public WebhookSecret secret() {
        return secret;
    }

    public Outcome forward(LoggedEvent event) throws InterruptedException {
        return poster.post(url, WebhookSecrets.of(secret), event).outcome();
    }

    @Override
    public void close() {
        client.close();
        guard.close();
    }
}
