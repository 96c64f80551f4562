package waxwing.gateway.api;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.webhook.Attempt;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.Registration;
import waxwing.gateway.webhook.WebhookEndpoint;
import waxwing.gateway.webhook.WebhookJson;
import waxwing.gateway.webhook.Webhooks;
import waxwing.model.MalformedValueException;

/// `/v1/webhookEndpoints` and what is below it.
final class WebhookEndpointsResource {
    /// For how long a test may run.
    static final Duration TEST_PATIENCE = Duration.ofSeconds(40);

    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final Webhooks webhooks;
    private final EndpointRequest.Reader reader;
    private final Runnable onChange;

    WebhookEndpointsResource(Webhooks webhooks, Runnable onChange) {
        this.webhooks = webhooks;
        this.reader = new EndpointRequest.Reader(webhooks::url);
        this.onChange = onChange;
    }

    /// `POST /v1/webhookEndpoints`: 201 with the secret, which is shown this once.
    Answer register(Call call) {
        EndpointRequest.Wanted wanted = reader.readNew(call.body());
        Registration registration =
                Interruptions.refusing(() -> webhooks.register(wanted.url(), wanted.description(), wanted.filter()));
        onChange.run();
        return answer(registration);
    }

    /// `GET /v1/webhookEndpoints`: all of them.
    Answer list(Call call) {
        ObjectNode answer = Json.object();
        var list = answer.putArray("webhook_endpoints");
        webhooks.list().forEach(endpoint -> list.add(json(endpoint)));
        return Answer.ok(answer);
    }

    /// `GET /v1/webhookEndpoints/{id}`.
    Answer show(Call call) {
        return webhooks.find(id(call))
                .map(endpoint -> Answer.ok(json(endpoint)))
                .orElseThrow(WebhookEndpointsResource::notFound);
    }

    /// `PATCH /v1/webhookEndpoints/{id}`: what is left out stays.
    Answer change(Call call) {
        EndpointId id = id(call);
        var change = reader.readChange(call.body());
        Registration registration = Interruptions.refusing(() -> webhooks.change(id, change));
        onChange.run();
        return answer(registration);
    }

    /// `DELETE /v1/webhookEndpoints/{id}`.
    Answer remove(Call call) {
        if (!webhooks.remove(id(call))) {
            throw notFound();
        }
        return Answer.nothing();
    }

    /// `POST /v1/webhookEndpoints/{id}:rotateSecret`: the new secret, which is shown this once.
    Answer rotateSecret(Call call) {
        EndpointId id = id(call);
        Duration overlap = Values.overlap(call, USUAL_OVERLAP, LONGEST_OVERLAP);
        Webhooks.Rotated rotated = webhooks.rotateSecret(id, overlap).orElseThrow(WebhookEndpointsResource::notFound);
        ObjectNode answer = Json.object();
        answer.put("endpoint_id", id.value());
        answer.put("secret", rotated.secret().reveal());
        answer.put("previous_secret_expires_at", rotated.previousUntil().toString());
        return Answer.ok(answer);
    }

    /// `POST /v1/webhookEndpoints/{id}:test`: what came of one attempt, made now.
    Answer test(Call call) {
        EndpointId id = id(call);
        Optional<Attempt> attempt = Interruptions.refusing(() -> webhooks.test(id));
        return attempt.map(made -> Answer.ok(WebhookJson.attempt(id, made)))
                .orElseThrow(WebhookEndpointsResource::notFound);
    }

    private Answer answer(Registration registration) {
        return switch (registration) {
            case Registration.Registered registered -> created(registered);
            case Registration.Changed(WebhookEndpoint endpoint) -> Answer.ok(json(endpoint));
            case Registration.NotFound _ -> throw notFound();
            case Registration.AddressRefused(String why) -> throw refused("leads to " + why);
            case Registration.HostUnknown _ -> throw refused("has a host that has no address");
            case Registration.TooMany(int most) ->
                throw refused("would be one too many (expected: at most " + most + " endpoints)");
        };
    }

    private Answer created(Registration.Registered registered) {
        ObjectNode answer = json(registered.endpoint());
        answer.put("secret", registered.secret().reveal());
        return Answer.created("/v1/webhookEndpoints/" + registered.endpoint().id(), answer);
    }

    private ObjectNode json(WebhookEndpoint endpoint) {
        return WebhookJson.endpoint(endpoint, webhooks.waiting(endpoint.id()));
    }

    private static Rejection refused(String detail) {
        return new Rejection(Fault.at("url", ErrorCode.INVALID_PARAMETER, detail)
                .hint("A webhook goes to a host on the public internet, over https; for development, 'waxwing gateway"
                        + " run --allow-http-loopback' lets it go to this machine too."));
    }

    private static EndpointId id(Call call) {
        try {
            return new EndpointId(call.id());
        } catch (MalformedValueException _) {
            throw notFound();
        }
    }

    private static Rejection notFound() {
        return new Rejection(
                Fault.at("id", ErrorCode.NOT_FOUND, "is not the id of a webhook endpoint of this gateway"));
    }
}
