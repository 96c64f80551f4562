package waxwing.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.business.v1.AcceptedMessage;
import waxwing.business.v1.AddSuppressionRequest;
import waxwing.business.v1.ApiKeysGrpc;
import waxwing.business.v1.Batch;
import waxwing.business.v1.BusinessGrpc;
import waxwing.business.v1.Contact;
import waxwing.business.v1.ContactsGrpc;
import waxwing.business.v1.CreateApiKeyRequest;
import waxwing.business.v1.CreateWebhookEndpointRequest;
import waxwing.business.v1.CreatedApiKey;
import waxwing.business.v1.EndpointStatus;
import waxwing.business.v1.EventPage;
import waxwing.business.v1.EventsGrpc;
import waxwing.business.v1.GetContactRequest;
import waxwing.business.v1.GetLimitsRequest;
import waxwing.business.v1.GetMessageBatchRequest;
import waxwing.business.v1.GetMessageRequest;
import waxwing.business.v1.Kind;
import waxwing.business.v1.ListMessagesRequest;
import waxwing.business.v1.ListSuppressionsRequest;
import waxwing.business.v1.Message;
import waxwing.business.v1.MessagePage;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.Permission;
import waxwing.business.v1.Reach;
import waxwing.business.v1.RevokeApiKeyRequest;
import waxwing.business.v1.SendMessageBatchRequest;
import waxwing.business.v1.SendMessageRequest;
import waxwing.business.v1.SuppressionsGrpc;
import waxwing.business.v1.UpdateWebhookEndpointRequest;
import waxwing.business.v1.WatchRequest;
import waxwing.business.v1.WebhookEndpoint;
import waxwing.business.v1.WebhooksGrpc;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.event.EventType;

/// The API over real gRPC and a real store.
class GrpcApiTest {
    private static final String BOB = "+12025550102";
    private static final SendMessageRequest RECEIPT =
            GrpcCaller.request(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));

    @TempDir
    private Path folder;

    private LoneApi lone;
    private GrpcCaller caller;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        caller = new GrpcCaller(lone.api);
    }

    @AfterEach
    void close() {
        caller.close();
        lone.close();
    }

    @Test
    void aMessageIsAcceptedOnceAndShownAsOverHttp() {
        SendMessageRequest request = RECEIPT.toBuilder()
                .setSendAt(Timestamps.fromMillis(
                        lone.clock.instant().plus(Duration.ofHours(1)).toEpochMilli()))
                .setExpiresIn(Durations.fromHours(2))
                .setClientReference("till 3")
                .build();
        AcceptedMessage accepted = caller.send("order-1001", request);
        var headers = new AtomicReference<Metadata>();
        Channel watched = ClientInterceptors.intercept(
                caller.under("order-1001"),
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));

        AcceptedMessage again = MessagesGrpc.newBlockingStub(watched).sendMessage(request);

        assertThat(again).isEqualTo(accepted);
        assertThat(text(headers, "idempotent-replayed")).isEqualTo("true");
        assertThat(text(headers, "ratelimit")).startsWith("\"key\";r=");
        Message message = MessagesGrpc.newBlockingStub(caller.channel())
                .getMessage(GetMessageRequest.newBuilder()
                        .setId(accepted.getMessageId())
                        .build());
        var http = lone.api.message(accepted.getMessageId());
        assertThat(message.getStatus()).isEqualTo(waxwing.business.v1.Status.STATUS_SCHEDULED);
        assertThat(message.getKind()).isEqualTo(Kind.RECEIPT);
        assertThat(message.getClientReference()).isEqualTo("till 3");
        assertThat(Timestamps.toString(message.getSendAt()))
                .isEqualTo(http.path("send_at").asString());
        assertThat(Timestamps.between(message.getSendAt(), message.getExpiresAt()))
                .isEqualTo(Durations.fromHours(2));
        assertThat(message.getContact()).isEqualTo(http.path("contact").asString());
        assertThat(message.getTimelineList())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getSequence()).isOne());
    }

    private static @Nullable String text(AtomicReference<Metadata> headers, String name) {
        return Objects.requireNonNull(headers.get()).get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    @Test
    void listsHaveFiltersAndPages() {
        for (int order = 0; order < 3; order++) {
            caller.send(RECEIPT);
        }
        var stub = MessagesGrpc.newBlockingStub(caller.channel());
        var two = ListMessagesRequest.newBuilder()
                .setLimit(2)
                .setStatus(waxwing.business.v1.Status.STATUS_ACCEPTED)
                .build();

        MessagePage first = stub.listMessages(two);
        MessagePage second = stub.listMessages(
                two.toBuilder().setCursor(first.getNextCursor()).build());
        MessagePage none = stub.listMessages(ListMessagesRequest.newBuilder()
                .setStatus(waxwing.business.v1.Status.STATUS_READ)
                .build());

        assertThat(first.getMessagesCount()).isEqualTo(2);
        assertThat(second.getMessagesCount()).isOne();
        assertThat(second.getNextCursor()).isEmpty();
        assertThat(none.getMessagesCount()).isZero();
    }

    @Test
    void aBatchHasAResultForEach() {
        var request = SendMessageBatchRequest.newBuilder()
                .addMessages(RECEIPT)
                .addMessages(RECEIPT.toBuilder().clearTo())
                .build();

        Batch batch = MessagesGrpc.newBlockingStub(caller.under("nightly")).sendMessageBatch(request);
        Batch later = MessagesGrpc.newBlockingStub(caller.channel())
                .getMessageBatch(GetMessageBatchRequest.newBuilder()
                        .setId(batch.getBatchId())
                        .build());

        assertThat(batch.getAccepted()).isOne();
        assertThat(batch.getResults(0).getMessageId()).isNotEmpty();
        assertThat(batch.getResults(1).getProblem().getCode()).isEqualTo("missing_parameter");
        assertThat(batch.getResults(1).getProblem().getParam()).isEqualTo("to");
        assertThat(later.getByStatusMap()).containsEntry("accepted", 1);
    }

    @Test
    void whoAnnouncesABatchAndSendsNoneKeepsOthersOutForAWhileOnly() {
        List<ClientCall<SendMessageBatchRequest, Batch>> silent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ClientCall<SendMessageBatchRequest, Batch> call =
                    caller.channel().newCall(MessagesGrpc.getSendMessageBatchMethod(), CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            silent.add(call);
        }
        var batch = SendMessageBatchRequest.newBuilder().addMessages(RECEIPT).build();
        var stub = MessagesGrpc.newBlockingStub(caller.under("nightly"));

        assertThat(silent).hasSize(8);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> assertThat(stub.sendMessageBatch(batch)).isNotNull()))
                        .isNull());
    }

    @Test
    void peopleCanBeLeftAlone() {
        String contact = caller.send(RECEIPT).getContact();
        var add = AddSuppressionRequest.newBuilder().setReach(Reach.REACH_OFFERS);
        add.getToBuilder().setContact(contact);

        assertThat(SuppressionsGrpc.newBlockingStub(caller.channel())
                        .addSuppression(add.build())
                        .getReach())
                .isEqualTo(Reach.REACH_OFFERS);
        assertThat(SuppressionsGrpc.newBlockingStub(caller.channel())
                        .listSuppressions(ListSuppressionsRequest.getDefaultInstance())
                        .getSuppressionsList())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getContact()).isEqualTo(contact));
        Contact shown = ContactsGrpc.newBlockingStub(caller.channel())
                .getContact(GetContactRequest.newBuilder().setContact(contact).build());
        assertThat(shown.getPermissionsOrThrow("RECEIPT").getState()).isEqualTo(Permission.State.STATE_UNKNOWN);
        assertThat(shown.getSuppressionsCount()).isOne();
    }

    @Test
    void anUpdateChangesWhatItsMaskNames() {
        var stub = WebhooksGrpc.newBlockingStub(caller.channel());
        String id = stub.createWebhookEndpoint(CreateWebhookEndpointRequest.newBuilder()
                        .setUrl("https://93.184.215.14/hook")
                        .setDescription("till 3")
                        .addEventTypes("message.read")
                        .build())
                .getId();

        WebhookEndpoint disabled = stub.updateWebhookEndpoint(UpdateWebhookEndpointRequest.newBuilder()
                .setId(id)
                .setStatus(EndpointStatus.ENDPOINT_STATUS_DISABLED)
                .build());
        WebhookEndpoint all = stub.updateWebhookEndpoint(UpdateWebhookEndpointRequest.newBuilder()
                .setId(id)
                .setDescription("not in the mask")
                .setUpdateMask(FieldMask.newBuilder().addPaths("event_types"))
                .build());
        StatusRuntimeException odd = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.updateWebhookEndpoint(UpdateWebhookEndpointRequest.newBuilder()
                        .setId(id)
                        .setUpdateMask(FieldMask.newBuilder().addPaths("descripton"))
                        .build()));

        assertThat(disabled.getEventTypesList()).containsExactly("message.read");
        assertThat(disabled.getDisabledReason()).isEqualTo("requested");
        assertThat(all.getEventTypesList()).isEmpty();
        assertThat(all.getDescription()).isEqualTo("till 3");
        assertThat(all.getStatus()).isEqualTo(EndpointStatus.ENDPOINT_STATUS_DISABLED);
        assertThat(GrpcCaller.info(odd).getMetadataOrThrow("param")).isEqualTo("update_mask");
    }

    @Test
    void keysAreMadeAndRevoked() {
        var stub = ApiKeysGrpc.newBlockingStub(caller.channel());
        CreatedApiKey created = stub.createApiKey(CreateApiKeyRequest.newBuilder()
                .addScopes("messages:read")
                .setExpiresIn(Durations.fromDays(1))
                .build());
        var limits = GetLimitsRequest.getDefaultInstance();

        assertThat(BusinessGrpc.newBlockingStub(caller.as(created.getApiKey()))
                        .getLimits(limits)
                        .getKindsList())
                .contains(Kind.OFFER);
        assertThat(stub.revokeApiKey(RevokeApiKeyRequest.newBuilder()
                                .setId(created.getId())
                                .build())
                        .hasRevokedAt())
                .isTrue();
        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> BusinessGrpc.newBlockingStub(caller.as(created.getApiKey()))
                                        .getLimits(limits))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whoWatchesIsToldOfWhatHappensFromTheCursorOn() {
        happens("one");
        String cursor = watching(caller.channel(), "").next().getCursor();
        Iterator<EventPage> pages = watching(caller.channel(), cursor);

        happens("two");
        EventPage second = pages.next();
        happens("three");
        EventPage third = pages.next();

        assertThat(second.getEventsList())
                .singleElement()
                .satisfies(event -> assertThat(event.getData().getEndpointId()).isEqualTo("two"));
        assertThat(third.getEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getData().getEndpointId()).isEqualTo("three");
            assertThat(event.getType()).isEqualTo("webhook_endpoint.test");
        });
    }

    @Test
    void aSlowWatcherMissesNothing() {
        for (int i = 0; i < 1_000; i++) {
            happens("event-" + i);
        }
        Iterator<EventPage> pages = watching(caller.channel(), "");

        int told = 0;
        while (told < 1_000) {
            for (var event : pages.next().getEventsList()) {
                assertThat(event.getData().getEndpointId()).isEqualTo("event-" + told);
                told++;
            }
        }
        assertThat(told).isEqualTo(1_000);
    }

    @Test
    void watchingEndsWithTheKeyAndWithTheGateway() {
        var created = lone.keys.create(new ApiKeyTerms("", Set.of(Scope.EVENTS_READ), Optional.empty(), 50));
        happens("one");
        Iterator<EventPage> revoked = watching(caller.as(created.key().reveal()), "");
        Iterator<EventPage> stopped = watching(caller.channel(), "");
        assertThat(List.of(revoked.next(), stopped.next())).hasSize(2);

        lone.keys.revoke(created.entry().id());
        happens("two");
        assertThat(stopped.next().getEventsCount()).isOne();
        StatusRuntimeException refused = endOf(revoked);
        lone.log.close();
        StatusRuntimeException stopping = endOf(stopped);

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(stopping.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(GrpcCaller.retry(stopping)).isPresent();
    }

    private static StatusRuntimeException endOf(Iterator<EventPage> pages) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> {
            while (pages.hasNext()) {
                // What was told before.
                pages.next();
            }
        });
    }

    @Test
    void aWatcherThatHasGoneLeavesItsPlace() {
        happens("one");
        // More than may watch at once, one after the other.
        for (int i = 0; i < 100; i++) {
            var context = io.grpc.Context.current().withCancellation();
            context.run(() -> assertThat(watching(caller.channel(), "").next().getEventsCount())
                    .isOne());
            context.cancel(null);
        }
    }

    private void happens(String endpoint) {
        var data = JsonNodeFactory.instance.objectNode().put("endpoint_id", endpoint);
        lone.log.append(EventType.WEBHOOK_ENDPOINT_TEST, lone.clock.instant(), data);
    }

    private static Iterator<EventPage> watching(Channel channel, String after) {
        return EventsGrpc.newBlockingStub(channel)
                .watch(WatchRequest.newBuilder().setAfter(after).build());
    }
}
