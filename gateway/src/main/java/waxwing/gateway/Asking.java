package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.admin.AdminSocket;
import waxwing.gateway.admin.Administration;
import waxwing.gateway.admin.DomainAdministration;
import waxwing.gateway.admin.EventAdministration;
import waxwing.gateway.admin.OwnAdministration;
import waxwing.gateway.admin.WebhookAdministration;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.store.Database;

/// Asks whoever owns the data folder: the running gateway, or, when none runs, this process itself.
final class Asking {
    private Asking() {}

    static ObjectNode ask(GatewayFolder folder, Environment environment, List<String> words) {
        return checked(running(folder, words).orElseGet(() -> own(folder, environment, words)));
    }

    /// The running gateway's answer; empty if none runs.
    static Optional<ObjectNode> running(GatewayFolder folder, List<String> words) {
        try {
            return AdminSocket.ask(folder.socket(), words);
        } catch (IOException e) {
            throw new UncheckedIOException("the running gateway can't be asked", e);
        }
    }

    private static ObjectNode own(GatewayFolder folder, Environment environment, List<String> words) {
        try (Profile profile = folder.openProfile(environment);
                Database store = folder.openStore();
                TargetGuard guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC);
                EventParts events = EventParts.open(store, environment, guard)) {
            var keys = new ApiKeys(new SqlApiKeyStore(store), environment.clock(), environment.random());
            return everything(
                            new OwnAdministration(keys, environment.clock(), _ -> {}),
                            domains(profile),
                            events,
                            () -> {})
                    .ask(words);
        }
    }

    private static Administration domains(Profile profile) {
        return words -> {
            try (Client client = Client.open(profile)) {
                return new DomainAdministration(client).ask(words);
            }
        };
    }

    /// Answers what the others know, and what concerns domains, events and webhooks.
    static Administration everything(
            Administration others, Administration domains, EventParts events, Runnable onEndpoints) {
        return Administration.byFirstWord(
                Map.of(
                        "domain",
                        domains,
                        "events",
                        new EventAdministration(events.log()),
                        "webhook",
                        new WebhookAdministration(events.webhooks(), onEndpoints)),
                others);
    }

    private static ObjectNode checked(ObjectNode answer) {
        OwnAdministration.errorIn(answer).ifPresent(message -> {
            Failure failure = failure(answer, message);
            throw OwnAdministration.hintIn(answer).map(failure::withHint).orElse(failure);
        });
        return answer;
    }

    private static Failure failure(ObjectNode answer, String message) {
        return switch (answer.path("error").path("code").asString()) {
            case "invalid_parameter" -> new Failure(Code.MALFORMED_VALUE, message);
            case "unavailable" -> new Failure(Code.TEMPORARY, message);
            case "relay_unavailable" -> new Failure(Code.RELAY_UNAVAILABLE, message).withHint("waxwing gateway check");
            case "wrong_code" -> new Failure(Code.WRONG_CODE, message);
            case "wrong_pin" -> new Failure(Code.WRONG_PIN, message);
            case "not_permitted" -> new Failure(Code.NOT_PERMITTED, message);
            case "rate_limited" -> new Failure(Code.RATE_LIMITED, message).withRetryAfter(retryAfter(answer));
            case "no_tries_left" -> new Failure(Code.NO_TRIES_LEFT, message).withRetryAfter(retryAfter(answer));
            case "cursor_expired" ->
                new Failure(Code.CURSOR_EXPIRED, message)
                        .withHint("the same without --after, to begin with the oldest event that is kept");
            default -> new Failure(Code.NOT_FOUND, message);
        };
    }

    private static Duration retryAfter(ObjectNode answer) {
        return Duration.ofMillis(answer.path("error").path("retry_after_ms").asLong());
    }

    /// The running gateway's answer.
    ///
    /// @throws Failure if none runs
    static ObjectNode askRunning(GatewayFolder folder, List<String> words) {
        return checked(running(folder, words)
                .orElseThrow(() -> new Failure(Code.TEMPORARY, "no gateway runs on " + folder.folder())
                        .withHint("waxwing gateway run")));
    }
}
