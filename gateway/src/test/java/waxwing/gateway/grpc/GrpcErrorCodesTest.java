package waxwing.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.business.v1.BusinessGrpc;
import waxwing.business.v1.CancelMessageRequest;
import waxwing.business.v1.EventsGrpc;
import waxwing.business.v1.GetBusinessProfileRequest;
import waxwing.business.v1.GetMessageRequest;
import waxwing.business.v1.ListMessagesRequest;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.SendMessageRequest;
import waxwing.business.v1.WatchRequest;
import waxwing.content.v1.ReceiptProof;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Operation;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.suppression.Suppression;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.store.StorageFull;

/// Every code that an answer can have, provoked over gRPC.
class GrpcErrorCodesTest {
    private static final String BOB = "+12025550102";
    private static final SendMessageRequest RECEIPT =
            GrpcCaller.request(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));

    /// gRPC itself answers for methods that there are not, with `UNIMPLEMENTED`.
    private static final Set<ErrorCode> HTTP_ONLY = EnumSet.of(ErrorCode.METHOD_NOT_ALLOWED);

    @TempDir
    private Path folder;

    private final Map<ErrorCode, Runnable> provoking = new EnumMap<>(ErrorCode.class);
    private LoneApi lone;
    private GrpcCaller caller;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        caller = new GrpcCaller(lone.api);
        requests();
        messages();
        callers();
    }

    private void requests() {
        provoking.put(
                ErrorCode.INVALID_PARAMETER,
                () -> caller.send(RECEIPT.toBuilder().setMessageId("?").build()));
        provoking.put(ErrorCode.MISSING_PARAMETER, () -> caller.send(SendMessageRequest.getDefaultInstance()));
        provoking.put(ErrorCode.UNKNOWN_PARAMETER, () -> {
            // The gateway alone makes it.
            SendMessageRequest.Builder proven = RECEIPT.toBuilder();
            proven.getContentBuilder().getReceiptBuilder().setProof(ReceiptProof.getDefaultInstance());
            caller.send(proven.build());
        });
        provoking.put(ErrorCode.INVALID_PHONE_NUMBER, () -> caller.send(to("555")));
        provoking.put(ErrorCode.AMOUNT_MISMATCH, () -> {
            SendMessageRequest.Builder wrong = RECEIPT.toBuilder();
            wrong.getContentBuilder().getReceiptBuilder().getTotalBuilder().setNanos(1);
            caller.send(wrong.build());
        });
        provoking.put(
                ErrorCode.MESSAGE_TOO_LARGE,
                () -> caller.send(RECEIPT.toBuilder()
                        .setClientReference("x".repeat(Operation.Size.USUAL.bytes()))
                        .build()));
        provoking.put(
                ErrorCode.NOT_FOUND,
                () -> stub(caller.channel())
                        .getMessage(GetMessageRequest.newBuilder()
                                .setId("0190c0de-0000-7000-8000-0000000000aa")
                                .build()));
        provoking.put(ErrorCode.CURSOR_EXPIRED, () -> {
            happens();
            EventCursor first = lone.log.end();
            happens();
            lone.clock.advance(EventLog.KEPT);
            lone.log.forgetOld();
            assertThat(EventsGrpc.newBlockingStub(caller.channel())
                            .watch(WatchRequest.newBuilder()
                                    .setAfter(first.toString())
                                    .build())
                            .hasNext())
                    .isFalse();
        });
        provoking.put(ErrorCode.STORAGE_FULL, () -> {
            lone.answersAsRelay(() -> {
                throw new StorageFull("full", new IOException("No space left on device"));
            });
            assertThat(BusinessGrpc.newBlockingStub(caller.channel())
                            .getBusinessProfile(GetBusinessProfileRequest.getDefaultInstance()))
                    .isNull();
        });
        provoking.put(ErrorCode.UNAVAILABLE, () -> {
            lone.losesItsStore();
            list(caller.channel());
        });
    }

    private void happens() {
        lone.log.append(EventType.MESSAGE_ACCEPTED, lone.clock.instant(), JsonNodeFactory.instance.objectNode());
    }

    private void messages() {
        provoking.put(ErrorCode.RECIPIENT_OPTED_OUT, () -> {
            lone.suppressions.add(
                    new Suppression(PhoneNumber.ofE164(BOB), Source.BUSINESS, Reach.ALL, lone.clock.instant()));
            caller.send(RECEIPT);
        });
        provoking.put(ErrorCode.CANNOT_CANCEL, () -> {
            String id = caller.send(RECEIPT).getMessageId();
            lone.store.handedOver(List.of(MessageId.parse(id)));
            stub(caller.channel())
                    .cancelMessage(CancelMessageRequest.newBuilder().setId(id).build());
        });
        provoking.put(ErrorCode.IDEMPOTENCY_KEY_REUSED, () -> {
            caller.send("order-1001", RECEIPT);
            caller.send("order-1001", to("+12025550103"));
        });
        provoking.put(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS, () -> lone.whileRunning("slow", () -> caller.send("slow", RECEIPT)));
    }

    private void callers() {
        provoking.put(ErrorCode.UNAUTHENTICATED, () -> list(caller.as("nonsense")));
        provoking.put(
                ErrorCode.PERMISSION_DENIED,
                () -> list(with(new ApiKeyTerms("", Set.of(Scope.EVENTS_READ), Optional.empty(), 50))));
        provoking.put(ErrorCode.RATE_LIMITED, () -> {
            Channel slow = with(new ApiKeyTerms("", Scope.all(), Optional.empty(), 1));
            list(slow);
            list(slow);
            list(slow);
        });
    }

    private Channel with(ApiKeyTerms terms) {
        return caller.as(lone.keys.create(terms).key().reveal());
    }

    private static SendMessageRequest to(String number) {
        SendMessageRequest.Builder request = RECEIPT.toBuilder();
        request.getToBuilder().setPhoneNumber(number);
        return request.build();
    }

    private static void list(Channel channel) {
        assertThat(stub(channel).listMessages(ListMessagesRequest.getDefaultInstance()))
                .isNotNull();
    }

    private static MessagesGrpc.MessagesBlockingStub stub(Channel channel) {
        return MessagesGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() {
        caller.close();
        lone.close();
    }

    @Test
    void noCodeIsWithoutATest() {
        assertThat(provoking).containsOnlyKeys(EnumSet.complementOf(EnumSet.copyOf(HTTP_ONLY)));
    }

    @ParameterizedTest
    @EnumSource(names = "METHOD_NOT_ALLOWED", mode = EnumSource.Mode.EXCLUDE)
    void eachCodeIsAnswered(ErrorCode code) {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> Objects.requireNonNull(provoking.get(code)).run());

        assertThat(failure).isNotNull();
        assertThat(GrpcCaller.info(failure).getReason())
                .as(failure.getMessage())
                .isEqualTo(code.name());
        assertThat(GrpcCaller.info(failure).getMetadataOrThrow("hint")).isNotBlank();
        assertThat(failure.getStatus().getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN, Status.Code.INTERNAL);
        assertThat(failure.getStatus().getDescription()).isNotBlank();
        assertThat(GrpcCaller.retry(failure).isPresent()).isEqualTo(code.retryable());
    }

    @Test
    void aMethodThatThereIsNotIsUnimplemented() {
        var nothing = MessagesGrpc.getGetMessageMethod().toBuilder(
                        MessagesGrpc.getGetMessageMethod().getRequestMarshaller(),
                        MessagesGrpc.getGetMessageMethod().getResponseMarshaller())
                .setFullMethodName("waxwing.business.v1.Messages/Nothing")
                .build();

        assertThat(catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> io.grpc.stub.ClientCalls.blockingUnaryCall(
                                        caller.channel(),
                                        nothing,
                                        io.grpc.CallOptions.DEFAULT,
                                        GetMessageRequest.getDefaultInstance()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void everythingThatIsWrongIsNamed() {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> caller.send(GrpcCaller.request("{\"content\": {\"receipt\": {}}, \"kind\": \"RECEIPT\"}")));

        assertThat(GrpcCaller.violations(failure).orElseThrow().getFieldViolationsList())
                .extracting("field")
                .contains("to");
        assertThat(failure.getMessage()).contains("to is required");
    }

    @Test
    void contentIsNotQuotedAsBytes() {
        // An id is bytes in the content and text in the API; what is no id is refused where it stands.
        SendMessageRequest.Builder odd = GrpcCaller.request("""
                {"to": {"phone_number": "+12025550102"}, "kind": "CONVERSATION", "content": {"conversation": {"text": "Yes."}}}""").toBuilder();
        odd.getContentBuilder().getConversationBuilder().setReplyTo(ByteString.copyFromUtf8("odd"));

        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> caller.send(odd.build()));

        assertThat(GrpcCaller.info(failure).getMetadataOrThrow("param")).isEqualTo("content.conversation.reply_to");
    }
}
