package waxwing.gateway.admin;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.business.DomainConfirmation;
import waxwing.client.business.DomainStart;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.ProvenDomain;
import waxwing.client.relay.RelayFailureException;

/// Answers `domain add DOMAIN EMAIL`, `domain confirm DOMAIN CODE`, `domain list` and `domain remove
/// DOMAIN`. Asks the relay.
public final class DomainAdministration implements Administration {
    private final Client client;

    public DomainAdministration(Client client) {
        this.client = client;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        try {
            answer(answer, words);
        } catch (RelayFailureException failure) {
            failed(answer, failure);
        }
        return answer;
    }

    private static void failed(ObjectNode answer, RelayFailureException failure) {
        String message = String.valueOf(failure.getMessage());
        switch (failure.reason()) {
            case UNREACHABLE -> OwnAdministration.error(answer, "relay_unavailable", message);
            case RELAY_FULL -> OwnAdministration.error(answer, "unavailable", message);
            case RATE_LIMITED ->
                limited(answer, "rate_limited", message, failure.retryAfter().orElse(Duration.ZERO));
            case WRONG_KEY ->
                OwnAdministration.error(
                        answer,
                        "wrong_pin",
                        message,
                        "ask the relay's operator for its link; if it changed, somebody may be in between");
            case DEVICE_REVOKED ->
                OwnAdministration.error(
                        answer, "not_permitted", message, "waxwing gateway init, with another --data-dir");
            case REFUSED -> OwnAdministration.error(answer, "not_permitted", message);
        }
    }

    private void answer(ObjectNode answer, List<String> words) {
        String command = words.size() < 2 ? "" : words.get(1);
        switch (command + " " + words.size()) {
            case "add 4" -> add(answer, words.get(2), words.get(3));
            case "confirm 4" -> confirm(answer, words.get(2), words.get(3));
            case "list 2" -> list(answer);
            case "remove 3" -> remove(answer, words.get(2));
            default ->
                OwnAdministration.error(answer, "unknown_command", "the running gateway does not know this command");
        }
    }

    private void add(ObjectNode answer, String domain, String email) {
        switch (client.businessIdentity().start(domain, email)) {
            case DomainStart.CodeSent(String name, int triesLeft, var expiresAt) ->
                answer.put("domain", plain(name))
                        .put("email", email)
                        .put("tries_left", triesLeft)
                        .put("expires_at", expiresAt.toString());
            case DomainStart.RateLimited(Duration retryAfter) ->
                limited(answer, "rate_limited", "too many codes for this domain or business", retryAfter);
            case DomainStart.CodeNotSent _ ->
                OwnAdministration.error(
                        answer,
                        "unavailable",
                        "the mail to " + email
                                + " did not leave the relay: its mail server refused it, or can't be reached",
                        "the same again in a minute, or with another of the addresses; else ask the relay's operator");
            case DomainStart.Refused(String why) -> OwnAdministration.error(answer, "invalid_parameter", plain(why));
        }
    }

    private void confirm(ObjectNode answer, String domain, String code) {
        switch (client.businessIdentity().confirm(domain, code)) {
            case DomainConfirmation.Verified(ProvenDomain proven) -> {
                describe(answer, proven);
                client.standingChanges().ring();
            }
            case DomainConfirmation.WrongCode(int triesLeft) -> {
                OwnAdministration.error(
                        answer,
                        "wrong_code",
                        "that is not the code of " + domain + " (" + triesLeft + (triesLeft == 1 ? " try" : " tries")
                                + " left)");
                answer.put("tries_left", triesLeft);
            }
            case DomainConfirmation.NoTriesLeft(Duration retryAfter) ->
                limited(
                        answer,
                        "no_tries_left",
                        "no tries left for " + domain + ": this code is void, ask for another",
                        retryAfter);
            case DomainConfirmation.Refused(String why) ->
                OwnAdministration.error(
                        answer, "invalid_parameter", plain(why), "waxwing gateway domain remove DOMAIN");
            case DomainConfirmation.NoSuchProof _ ->
                OwnAdministration.error(
                        answer,
                        "not_found",
                        "no code for " + domain
                                + " waits to be confirmed (expected: one that was sent within the last hour)",
                        "waxwing gateway domain add DOMAIN --email postmaster@DOMAIN");
            case DomainConfirmation.MalformedCode _ ->
                OwnAdministration.error(answer, "invalid_parameter", "not a code (expected: six digits)");
        }
    }

    private void list(ObjectNode answer) {
        var list = answer.putArray("domains");
        BusinessProfile business = client.business();
        business.domains().forEach(domain -> describe(list.addObject(), domain));
        var ended = answer.putArray("ended_domains");
        business.endedDomains().forEach(domain -> describe(ended.addObject(), domain));
    }

    private void remove(ObjectNode answer, String domain) {
        client.businessIdentity()
                .remove(domain)
                .ifPresentOrElse(
                        removed -> {
                            describe(answer, removed);
                            client.standingChanges().ring();
                        },
                        () -> OwnAdministration.error(
                                answer,
                                "not_found",
                                domain + " is not a domain of this business",
                                "waxwing gateway domain list"));
    }

    static void describe(ObjectNode json, ProvenDomain domain) {
        json.put("domain", plain(domain.name()))
                .put("verified_at", domain.verifiedAt().toString())
                .put("expires_at", domain.expiresAt().toString());
    }

    /// The relay's words, safe for a terminal.
    private static String plain(String words) {
        return words.replaceAll("\\p{C}", "\ufffd");
    }

    private static void limited(ObjectNode answer, String code, String message, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        OwnAdministration.error(answer, code, message + "; wait " + seconds + " s");
        answer.withObject("error").put("retry_after_ms", retryAfter.toMillis());
    }
}
