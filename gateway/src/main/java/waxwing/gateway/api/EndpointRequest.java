package waxwing.gateway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.webhook.EndpointChange;
import waxwing.gateway.webhook.EndpointChange.Standing;
import waxwing.gateway.webhook.EventFilter;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// Reads what a request says of a webhook endpoint.
final class EndpointRequest {
    private static final int LONGEST_DESCRIPTION = 200;

    private final Faults faults = new Faults();
    private final JsonFields fields;

    private EndpointRequest(ObjectNode body) {
        this.fields = new JsonFields("", body, faults);
    }

    /// An endpoint that is to be registered.
    record Wanted(WebhookUrl url, String description, EventFilter filter) {
        @Override
        public String toString() {
            return "Wanted[" + url + "]";
        }
    }

    /// @param url reads a URL, and throws `MalformedValueException` for one that can't be registered
    record Reader(Function<String, WebhookUrl> url) {
        /// @throws Rejection naming each parameter that is wrong
        Wanted readNew(ObjectNode body) {
            var request = new EndpointRequest(body);
            Optional<String> text = request.fields.requiredText("url");
            Optional<WebhookUrl> url = text.flatMap(written -> Values.parsed(request.fields, "url", written, this.url));
            String description = request.description().orElse("");
            EventFilter filter = request.filter().orElseGet(() -> EventFilter.of(List.of()));
            request.done();
            return new Wanted(url.orElseThrow(), description, filter);
        }

        /// @throws Rejection naming each parameter that is wrong
        EndpointChange readChange(ObjectNode body) {
            var request = new EndpointRequest(body);
            Optional<WebhookUrl> url = request.fields
                    .text("url")
                    .flatMap(written -> Values.parsed(request.fields, "url", written, this.url));
            var change = new EndpointChange(url, request.description(), request.filter(), request.standing());
            request.done();
            return change;
        }
    }

    private Optional<String> description() {
        Optional<String> description = fields.text("description");
        if (description.isPresent()
                && (description.get().length() > LONGEST_DESCRIPTION
                        || description.get().chars().anyMatch(Character::isISOControl))) {
            fields.invalid(
                    "description",
                    "is not a text of at most " + LONGEST_DESCRIPTION + " characters without control characters");
            return Optional.empty();
        }
        return description;
    }

    private Optional<EventFilter> filter() {
        Optional<JsonNode> value = fields.any("event_types");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        value.get().forEach(name -> names.add(name.isString() ? name.stringValue() : ""));
        if (!value.get().isArray()) {
            fields.invalid("event_types", "is not an array of names of events");
            return Optional.empty();
        }
        return Values.parsed(fields, "event_types", "", _ -> EventFilter.of(names));
    }

    private Optional<Standing> standing() {
        Optional<String> text = fields.text("status");
        Optional<Standing> standing = text.flatMap(name -> switch (name) {
            case "enabled" -> Optional.of(Standing.ENABLED);
            case "disabled" -> Optional.of(Standing.DISABLED);
            default -> Optional.empty();
        });
        if (text.isPresent() && standing.isEmpty()) {
            fields.invalid("status", "is not one of enabled, disabled");
        }
        return standing;
    }

    private void done() {
        fields.refuseOthers();
        faults.throwIfAny();
    }
}
