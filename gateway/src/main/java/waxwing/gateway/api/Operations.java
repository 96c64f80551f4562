package waxwing.gateway.api;

import static waxwing.gateway.api.Operation.Method.DELETE;
import static waxwing.gateway.api.Operation.Method.GET;
import static waxwing.gateway.api.Operation.Method.PATCH;
import static waxwing.gateway.api.Operation.Method.POST;
import static waxwing.gateway.apikey.Scope.BUSINESS_WRITE;
import static waxwing.gateway.apikey.Scope.CONTACTS_READ;
import static waxwing.gateway.apikey.Scope.CONTACTS_WRITE;
import static waxwing.gateway.apikey.Scope.EVENTS_READ;
import static waxwing.gateway.apikey.Scope.KEYS_ADMIN;
import static waxwing.gateway.apikey.Scope.MESSAGES_READ;
import static waxwing.gateway.apikey.Scope.MESSAGES_WRITE;
import static waxwing.gateway.apikey.Scope.WEBHOOKS_WRITE;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.message.Correspondence;
import waxwing.gateway.message.Identity;
import waxwing.gateway.message.Messages;
import waxwing.gateway.sandbox.Sandbox;
import waxwing.gateway.suppression.Suppressions;
import waxwing.gateway.webhook.Webhooks;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;

/// All that the API does.
public final class Operations {
    private Operations() {}

    /// What the API stands on.
    public record Services(
            Messages messages, ApiKeys keys, People people, Business business, Events events, InstantSource clock) {}

    /// What is known of people.
    public record People(
            Contacts contacts, Suppressions suppressions, Correspondence correspondence, Windows windows) {}

    /// Whose gateway it is.
    ///
    /// @param connected whether the relay can be asked at this moment
    public record Business(AccountId id, PhoneNumber number, Identity identity, BooleanSupplier connected) {
        @Override
        public String toString() {
            return "Business[" + id + "]";
        }
    }

    /// What the business is told.
    ///
    /// @param onEndpoints is called after endpoints were registered or changed, or got something to do
    public record Events(EventLog log, Webhooks webhooks, Runnable onEndpoints) {}

    public static List<Operation> of(Services services) {
        return of(services, Optional.empty());
    }

    /// @param sandbox that the gateway is; empty for one that reaches people
    public static List<Operation> of(Services services, Optional<Sandbox> sandbox) {
        People people = services.people();
        var recipients = new Recipients(services.business().number(), people.contacts(), people.suppressions());
        var json = new MessageJson(people.contacts());
        var reader = new SendRequest.Reader(
                recipients, new Links(services.business().identity(), services.clock()), services.clock());
        return Stream.of(
                        messages(new MessagesResource(services.messages(), reader, json)),
                        batches(new BatchesResource(services.messages(), reader)),
                        contacts(new ContactsResource(people.correspondence(), people.windows(), recipients, json)),
                        suppressions(new SuppressionsResource(recipients, services.clock())),
                        events(services.events()),
                        webhooks(services.events()),
                        keys(new ApiKeysResource(services.keys(), services.clock())),
                        business(
                                new BusinessProfileResource(services.business(), sandbox.isPresent()),
                                new LimitsResource(
                                        services.messages(),
                                        new RelayLimits(
                                                services.business().identity()::profile,
                                                services.business().connected(),
                                                services.clock()))),
                        sandbox.map(one -> sandbox(new SandboxResource(one, recipients)))
                                .orElse(List.of()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> messages(MessagesResource messages) {
        return List.of(
                Operation.of("sendMessage", POST, "/v1/messages", MESSAGES_WRITE, messages::send),
                Operation.of("listMessages", GET, "/v1/messages", MESSAGES_READ, messages::list)
                        .withQuery(Cursor.PARAM, Query.LIMIT, "status"),
                Operation.of("getMessage", GET, "/v1/messages/{id}", MESSAGES_READ, messages::show),
                Operation.of("cancelMessage", POST, "/v1/messages/{id}:cancel", MESSAGES_WRITE, messages::cancel),
                Operation.of("revokeMessage", POST, "/v1/messages/{id}:revoke", MESSAGES_WRITE, messages::revoke));
    }

    private static List<Operation> batches(BatchesResource batches) {
        return List.of(
                Operation.of("sendMessageBatch", POST, "/v1/messageBatches", MESSAGES_WRITE, batches::send)
                        .withSize(Operation.Size.BATCH),
                Operation.of("getMessageBatch", GET, "/v1/messageBatches/{id}", MESSAGES_READ, batches::show));
    }

    private static List<Operation> contacts(ContactsResource contacts) {
        return List.of(
                Operation.of("getContact", GET, "/v1/contacts/{contact}", CONTACTS_READ, contacts::show),
                Operation.of("listConversations", GET, "/v1/conversations", CONTACTS_READ, contacts::list)
                        .withQuery(Cursor.PARAM, Query.LIMIT),
                Operation.of(
                                "getConversation",
                                GET,
                                "/v1/conversations/{contact}",
                                CONTACTS_READ,
                                contacts::conversation)
                        .withQuery(Cursor.PARAM, Query.LIMIT));
    }

    private static List<Operation> suppressions(SuppressionsResource suppressions) {
        return List.of(
                Operation.of("listSuppressions", GET, "/v1/suppressions", CONTACTS_READ, suppressions::list)
                        .withQuery(Cursor.PARAM, Query.LIMIT),
                Operation.of("addSuppression", POST, "/v1/suppressions", CONTACTS_WRITE, suppressions::add),
                Operation.of(
                        "removeSuppression",
                        DELETE,
                        "/v1/suppressions/{contact}",
                        CONTACTS_WRITE,
                        suppressions::remove));
    }

    private static List<Operation> events(Events services) {
        var events = new EventsResource(services.log(), services.webhooks(), services.onEndpoints());
        return List.of(
                Operation.of("listEvents", GET, "/v1/events", EVENTS_READ, events::list)
                        .withQuery("after", Query.LIMIT, "wait")
                        .withPatience(EventsResource.PATIENCE),
                Operation.of("replayEvents", POST, "/v1/events:replay", WEBHOOKS_WRITE, events::replay));
    }

    private static List<Operation> webhooks(Events services) {
        var endpoints = new WebhookEndpointsResource(services.webhooks(), services.onEndpoints());
        var deliveries = new WebhookDeliveriesResource(services.webhooks());
        String all = "/v1/webhookEndpoints";
        String one = all + "/{id}";
        return List.of(
                Operation.of("createWebhookEndpoint", POST, all, WEBHOOKS_WRITE, endpoints::register),
                Operation.of("listWebhookEndpoints", GET, all, WEBHOOKS_WRITE, endpoints::list),
                Operation.of("getWebhookEndpoint", GET, one, WEBHOOKS_WRITE, endpoints::show),
                Operation.of("updateWebhookEndpoint", PATCH, one, WEBHOOKS_WRITE, endpoints::change),
                Operation.of("deleteWebhookEndpoint", DELETE, one, WEBHOOKS_WRITE, endpoints::remove),
                Operation.of(
                        "rotateWebhookSecret", POST, one + ":rotateSecret", WEBHOOKS_WRITE, endpoints::rotateSecret),
                Operation.of("testWebhookEndpoint", POST, one + ":test", WEBHOOKS_WRITE, endpoints::test)
                        .withPatience(WebhookEndpointsResource.TEST_PATIENCE),
                Operation.of("listWebhookDeliveries", GET, "/v1/webhookDeliveries", WEBHOOKS_WRITE, deliveries::list)
                        .withQuery(Cursor.PARAM, Query.LIMIT, "endpoint"));
    }

    private static List<Operation> keys(ApiKeysResource keys) {
        return List.of(
                Operation.of("listApiKeys", GET, "/v1/apiKeys", KEYS_ADMIN, keys::list),
                Operation.of("createApiKey", POST, "/v1/apiKeys", KEYS_ADMIN, keys::create),
                Operation.of("rotateApiKey", POST, "/v1/apiKeys/{id}:rotate", KEYS_ADMIN, keys::rotate),
                Operation.of("revokeApiKey", DELETE, "/v1/apiKeys/{id}", KEYS_ADMIN, keys::revoke));
    }

    private static List<Operation> business(BusinessProfileResource profile, LimitsResource limits) {
        return List.of(
                Operation.withAnyKey("getBusinessProfile", GET, "/v1/businessProfile", profile::show),
                Operation.of("updateBusinessProfile", PATCH, "/v1/businessProfile", BUSINESS_WRITE, profile::change),
                Operation.withAnyKey("getLimits", GET, "/v1/limits", limits::show));
    }

    private static List<Operation> sandbox(SandboxResource sandbox) {
        return List.of(
                Operation.withAnyKey("getSandboxClock", GET, "/v1/sandbox/clock", sandbox::clock),
                Operation.withAnyKey("moveSandboxClock", POST, "/v1/sandbox/clock", sandbox::move)
                        .withPatience(SandboxResource.PATIENCE),
                Operation.withAnyKey("listSandboxPeople", GET, "/v1/sandbox/people", SandboxResource::people),
                Operation.withAnyKey("answerFromSandbox", POST, "/v1/sandbox/answers", sandbox::answer)
                        .withPatience(SandboxResource.PATIENCE));
    }
}
