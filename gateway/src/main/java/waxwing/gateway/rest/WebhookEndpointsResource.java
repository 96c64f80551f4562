package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
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
    private static final Duration TEST_TIMEOUT = Duration.ofSeconds(40);

    private final Webhooks webhooks;
    private final EndpointRequest.Reader reader;
    private final Runnable onChange;

    WebhookEndpointsResource(Webhooks webhooks, Runnable onChange) {
        this.webhooks = webhooks;
        this.reader = new EndpointRequest.Reader(webhooks::url);
        this.onChange = onChange;
    }

    /// `POST /v1/webhookEndpoints`: 201 with the secret, which is shown this once.
    HttpResponse register(ServiceRequestContext context, AggregatedHttpRequest request) {
        EndpointRequest.Wanted wanted =
                reader.readNew(Json.parse(request.content().array()));
        Registration registration =
                Interruptions.refusing(() -> webhooks.register(wanted.url(), wanted.description(), wanted.filter()));
        onChange.run();
        return answer(registration);
    }

    /// `GET /v1/webhookEndpoints`: all of them.
    HttpResponse list(ServiceRequestContext context, AggregatedHttpRequest request) {
        ObjectNode answer = Json.object();
        var list = answer.putArray("webhook_endpoints");
        webhooks.list().forEach(endpoint -> list.add(json(endpoint)));
        return MessagesResource.json(HttpStatus.OK, answer);
    }

    /// `GET /v1/webhookEndpoints/{id}`.
    HttpResponse show(ServiceRequestContext context, AggregatedHttpRequest request) {
        return webhooks.find(id(context))
                .map(endpoint -> MessagesResource.json(HttpStatus.OK, json(endpoint)))
                .orElseThrow(WebhookEndpointsResource::notFound);
    }

    /// `PATCH /v1/webhookEndpoints/{id}`: what is left out stays.
    HttpResponse change(ServiceRequestContext context, AggregatedHttpRequest request) {
        EndpointId id = id(context);
        var change = reader.readChange(Json.parse(request.content().array()));
        Registration registration = Interruptions.refusing(() -> webhooks.change(id, change));
        onChange.run();
        return answer(registration);
    }

    /// `DELETE /v1/webhookEndpoints/{id}`.
    HttpResponse remove(ServiceRequestContext context, AggregatedHttpRequest request) {
        if (!webhooks.remove(id(context))) {
            throw notFound();
        }
        return HttpResponse.of(HttpStatus.NO_CONTENT);
    }

    /// `POST /v1/webhookEndpoints/{id}:rotateSecret`: the new secret, which is shown this once.
    HttpResponse rotateSecret(ServiceRequestContext context, AggregatedHttpRequest request) {
        EndpointId id = id(context);
        Duration overlap = EndpointRequest.overlap(request);
        Webhooks.Rotated rotated = webhooks.rotateSecret(id, overlap).orElseThrow(WebhookEndpointsResource::notFound);
        ObjectNode answer = Json.object();
        answer.put("endpoint_id", id.value());
        answer.put("secret", rotated.secret().reveal());
        answer.put("previous_secret_expires_at", rotated.previousUntil().toString());
        return MessagesResource.json(HttpStatus.OK, answer);
    }

    /// `POST /v1/webhookEndpoints/{id}:test`: what came of one attempt, made now.
    HttpResponse test(ServiceRequestContext context, AggregatedHttpRequest request) {
        EndpointId id = id(context);
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, TEST_TIMEOUT);
        Optional<Attempt> attempt = Interruptions.refusing(() -> webhooks.test(id));
        return attempt.map(made -> MessagesResource.json(HttpStatus.OK, WebhookJson.attempt(id, made)))
                .orElseThrow(WebhookEndpointsResource::notFound);
    }

    private HttpResponse answer(Registration registration) {
        return switch (registration) {
            case Registration.Registered registered -> created(registered);
            case Registration.Changed(WebhookEndpoint endpoint) -> MessagesResource.json(HttpStatus.OK, json(endpoint));
            case Registration.NotFound _ -> throw notFound();
            case Registration.AddressRefused(String why) -> throw refused("leads to " + why);
            case Registration.HostUnknown _ -> throw refused("has a host that has no address");
            case Registration.TooMany(int most) ->
                throw refused("would be one too many (expected: at most " + most + " endpoints)");
        };
    }

    private HttpResponse created(Registration.Registered registered) {
        ObjectNode answer = json(registered.endpoint());
        answer.put("secret", registered.secret().reveal());
        ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.CREATED)
                .contentType(MediaType.JSON)
                .set(
                        HttpHeaderNames.LOCATION,
                        "/v1/webhookEndpoints/" + registered.endpoint().id())
                .build();
        return HttpResponse.of(headers, Json.data(answer));
    }

    private ObjectNode json(WebhookEndpoint endpoint) {
        return WebhookJson.endpoint(endpoint, webhooks.waiting(endpoint.id()));
    }

    private static Rejection refused(String detail) {
        return new Rejection(Fault.at("url", ErrorCode.INVALID_PARAMETER, detail)
                .hint("A webhook goes to a host on the public internet, over https; for development, 'waxwing gateway"
                        + " run --allow-http-loopback' lets it go to this machine too."));
    }

    private static EndpointId id(ServiceRequestContext context) {
        try {
            return new EndpointId(String.valueOf(context.pathParam("id")));
        } catch (MalformedValueException _) {
            throw notFound();
        }
    }

    private static Rejection notFound() {
        return new Rejection(
                Fault.at("id", ErrorCode.NOT_FOUND, "is not the id of a webhook endpoint of this gateway"));
    }
}
