package waxwing.gateway.admin;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.event.CursorExpiredException;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.webhook.Attempt;
import waxwing.gateway.webhook.EndpointChange;
import waxwing.gateway.webhook.EndpointChange.Standing;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.EventFilter;
import waxwing.gateway.webhook.Registration;
import waxwing.gateway.webhook.WebhookEndpoint;
import waxwing.gateway.webhook.WebhookJson;
import waxwing.gateway.webhook.Webhooks;
import waxwing.model.MalformedValueException;

/// Answers `webhook add URL TYPES DESCRIPTION` (types with commas between them, empty for all), `webhook
/// list`, `webhook test ID`, `webhook enable ID`, `webhook disable ID` and `webhook replay ID CURSOR`.
public final class WebhookAdministration implements Administration {
    private final Webhooks webhooks;
    private final Runnable onEndpoints;

    /// @param onEndpoints is called after endpoints were registered or changed, or got something to do
    public WebhookAdministration(Webhooks webhooks, Runnable onEndpoints) {
        this.webhooks = webhooks;
        this.onEndpoints = onEndpoints;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        try {
            answer(answer, words);
            onEndpoints.run();
        } catch (MalformedValueException malformed) {
            OwnAdministration.error(answer, "invalid_parameter", String.valueOf(malformed.getMessage()));
        } catch (CursorExpiredException expired) {
            OwnAdministration.error(answer, "cursor_expired", "the cursor " + expired.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            OwnAdministration.error(answer, "unavailable", "the gateway is stopping");
        }
        return answer;
    }

    private void answer(ObjectNode answer, List<String> words) throws InterruptedException {
        String command = words.size() < 2 ? "" : words.get(1);
        switch (command + " " + words.size()) {
            case "add 5" -> register(answer, words.get(2), words.get(3), words.get(4));
            case "list 2" -> list(answer);
            case "test 3" -> test(answer, new EndpointId(words.get(2)));
            case "enable 3" -> change(answer, new EndpointId(words.get(2)), Standing.ENABLED);
            case "disable 3" -> change(answer, new EndpointId(words.get(2)), Standing.DISABLED);
            case "replay 4" -> replay(answer, new EndpointId(words.get(2)), words.get(3));
            default ->
                OwnAdministration.error(answer, "unknown_command", "the running gateway does not know this command");
        }
    }

    private void register(ObjectNode answer, String url, String types, String description) throws InterruptedException {
        EventFilter filter = EventFilter.of(types.isEmpty() ? List.of() : List.of(types.split(",")));
        tell(answer, webhooks.register(webhooks.url(url), description, filter));
    }

    private void list(ObjectNode answer) {
        var list = answer.putArray("webhook_endpoints");
        webhooks.list().forEach(endpoint -> list.add(json(endpoint)));
    }

    private void test(ObjectNode answer, EndpointId id) throws InterruptedException {
        Optional<Attempt> attempt = webhooks.test(id);
        attempt.ifPresentOrElse(made -> answer.setAll(WebhookJson.attempt(id, made)), () -> notFound(answer));
    }

    private void change(ObjectNode answer, EndpointId id, Standing standing) throws InterruptedException {
        tell(answer, webhooks.change(id, EndpointChange.of(standing)));
    }

    private void replay(ObjectNode answer, EndpointId id, String after) {
        EventCursor cursor = after.equals("start") ? EventCursor.START : EventCursor.parse(after);
        webhooks.replay(id, cursor)
                .ifPresentOrElse(
                        replayed -> answer.put("endpoint_id", id.value())
                                .put("queued", replayed.queued())
                                .put(
                                        "next_cursor",
                                        replayed.next()
                                                .map(EventCursor::toString)
                                                .orElse(null)),
                        () -> notFound(answer));
    }

    private void tell(ObjectNode answer, Registration registration) {
        switch (registration) {
            case Registration.Registered registered -> {
                answer.setAll(json(registered.endpoint()));
                answer.put("secret", registered.secret().reveal());
            }
            case Registration.Changed(WebhookEndpoint endpoint) -> answer.setAll(json(endpoint));
            case Registration.NotFound _ -> notFound(answer);
            case Registration.AddressRefused(String why) ->
                invalid(answer, "the URL leads to " + why + " (expected: a host on the public internet)");
            case Registration.HostUnknown _ -> invalid(answer, "the URL's host has no address");
            case Registration.TooMany(int most) ->
                invalid(answer, "there are " + most + " endpoints, the most there may be");
        }
    }

    private ObjectNode json(WebhookEndpoint endpoint) {
        return WebhookJson.endpoint(endpoint, webhooks.waiting(endpoint.id()));
    }

    private static void invalid(ObjectNode answer, String message) {
        OwnAdministration.error(answer, "invalid_parameter", message);
    }

    private static void notFound(ObjectNode answer) {
        OwnAdministration.error(answer, "not_found", "there is no webhook endpoint of this id");
    }
}
