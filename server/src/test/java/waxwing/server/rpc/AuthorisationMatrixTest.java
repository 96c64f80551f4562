package waxwing.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.Caller;
import waxwing.relay.v1.Options;
import waxwing.server.Statuses;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// Every rpc of every .proto, called in every way that it must not be.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorisationMatrixTest {
    private TestRelay relay;
    private Channel nobody;
    private Channel person;
    private Channel business;
    private List<Channel> worthless;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
        TestDevice revoked = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        nobody = relay.channel();
        person = alice.channel();
        business = TestDevice.ofBusiness(relay, "+12025550103").register().channel();
        String secretOfBob = bob.credentials().substring(bob.credentials().indexOf(':'));
        worthless = Stream.of(
                        revoked.credentials(),
                        "Waxwing " + alice.account() + ".1" + secretOfBob,
                        alice.credentials().replace(".1:", ".2:"),
                        alice.credentials().replace(".1:", ".999:"),
                        "Basic YWxpY2U6c2VjcmV0",
                        "Waxwing",
                        "",
                        alice.credentials() + "x")
                .map(value -> TestDevice.withCredentials(relay.channel(), value))
                .toList();
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    private static Stream<ServiceDescriptor> services() {
        return new ClassFileImporter()
                .importPackages("waxwing.relay.v1").stream()
                        .filter(generated -> generated.getSimpleName().endsWith("Grpc"))
                        .map(AuthorisationMatrixTest::descriptor);
    }

    private static ServiceDescriptor descriptor(JavaClass generated) {
        try {
            var service = (io.grpc.ServiceDescriptor)
                    generated.reflect().getMethod("getServiceDescriptor").invoke(generated);
            return ((ProtoServiceDescriptorSupplier) Objects.requireNonNull(service.getSchemaDescriptor()))
                    .getServiceDescriptor();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a generated service", e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRpcRefusesWhoMayNotCallIt() {
        return services()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> DynamicTest.dynamicTest(method.getFullName(), () -> refusesStrangers(method)));
    }

    private void refusesStrangers(MethodDescriptor method) {
        Set<Caller> callers = Set.copyOf(method.getService().getOptions().getExtension(Options.callers));
        assertThat(callers).as("a service has to state its callers").isNotEmpty();
        if (callers.contains(Caller.OPERATOR)) {
            assertThat(call(method, nobody).getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(call(method, person).getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            return;
        }
        if (callers.contains(Caller.ANONYMOUS)) {
            assertThat(Statuses.reason(call(method, person))).isEqualTo("CREDENTIALS_NOT_ALLOWED");
            worthless.forEach(channel ->
                    assertThat(Statuses.reason(call(method, channel))).isEqualTo("CREDENTIALS_NOT_ALLOWED"));
            return;
        }
        assertThat(Statuses.reason(call(method, nobody))).isEqualTo("BAD_CREDENTIALS");
        worthless.forEach(
                channel -> assertThat(Statuses.reason(call(method, channel))).isEqualTo("BAD_CREDENTIALS"));
        if (!callers.contains(Caller.PERSON)) {
            assertThat(Statuses.reason(call(method, person))).isEqualTo("WRONG_CALLER");
        }
        if (!callers.contains(Caller.BUSINESS)) {
            assertThat(Statuses.reason(call(method, business))).isEqualTo("WRONG_CALLER");
        }
    }

    @Test
    void everyServiceOfTheProtosIsServedAtItsDoor() {
        services()
                .filter(service ->
                        !service.getOptions().getExtension(Options.callers).contains(Caller.OPERATOR))
                .forEach(service -> assertThat(call(service.getMethods().getFirst(), worthless.getFirst())
                                .getStatus()
                                .getCode())
                        .as(service.getFullName())
                        .isEqualTo(Status.Code.UNAUTHENTICATED));
    }

    /// Calls with an empty request and returns how the call was refused.
    private static StatusRuntimeException call(MethodDescriptor method, Channel channel) {
        boolean stream = method.isClientStreaming() || method.isServerStreaming();
        io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> rpc =
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(stream ? MethodType.BIDI_STREAMING : MethodType.UNARY)
                        .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                        .setRequestMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                        .build();
        ClientCall<DynamicMessage, DynamicMessage> call = channel.newCall(rpc, CallOptions.DEFAULT);
        CompletableFuture<StatusRuntimeException> ended = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status.asRuntimeException(trailers));
                    }
                },
                new Metadata());
        call.request(1);
        if (!stream) {
            call.sendMessage(DynamicMessage.getDefaultInstance(method.getInputType()));
            call.halfClose();
        }
        return ended.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
