package waxwing.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.RetryInfo;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.GetOwnCertificateResponse;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.server.Statuses;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.config.Budgets;
import waxwing.server.config.CodeBudget;
import waxwing.server.config.SendBudget;

/// What a caller of unary calls meets who asks too often, or a relay that has too much to do.
class CallLimitsTest {
    private static final int AT_ONCE = 8;

    @Test
    void anAccountThatCallsTooOftenIsToldWhenToGoOnAndOthersAreServed(@TempDir Path folder) {
        int perMinute = 20;
        Budgets budgets = new Budgets(CodeBudget.DEVELOPMENT, SendBudget.DEVELOPMENT, perMinute, 2 * perMinute, 100);
        try (TestRelay relay = TestRelay.start(folder, config -> config.withBudgets(budgets))) {
            TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
            TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
            Channel channel = alice.channel();
            for (int call = 0; call < perMinute; call++) {
                assertThat(ownCertificate(channel).hasCertificate()).isTrue();
            }
            Duration wait = refused(() -> ownCertificate(channel));

            assertThat(ownCertificate(bob.channel()).hasCertificate()).isTrue();
            assertThat(wait)
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(1).dividedBy(perMinute));
            relay.clock().advance(wait);
            assertThat(ownCertificate(channel).hasCertificate()).isTrue();

            RegistrationGrpc.RegistrationBlockingStub anonymous = RegistrationGrpc.newBlockingStub(relay.channel());
            await().until(() -> isRefused(anonymous));
            assertThat(ownCertificate(bob.channel()).hasCertificate()).isTrue();
        }
    }

    @Test
    void aVerifiedBusinessHasABudgetOfItsOwn(@TempDir Path folder) {
        int perMinute = 40;
        Budgets budgets = new Budgets(CodeBudget.DEVELOPMENT, SendBudget.DEVELOPMENT, 20, perMinute, 100);
        try (TestRelay relay = TestRelay.start(folder, config -> config.withBudgets(budgets))) {
            TestDevice cafe = TestDevice.ofBusiness(relay, "+12025550104").register();
            relay.approve(cafe);
            relay.clock().advance(Duration.ofMinutes(1));

            for (int call = 0; call < perMinute; call++) {
                assertThat(ownCertificate(cafe.channel()).hasCertificate()).isTrue();
            }
            assertThat(refused(() -> ownCertificate(cafe.channel())))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(1).dividedBy(perMinute));
        }
    }

    private static boolean isRefused(RegistrationGrpc.RegistrationBlockingStub anonymous) {
        try {
            var _ = anonymous.startVerification(StartVerificationRequest.newBuilder()
                    .setPhoneNumber("+12025550103")
                    .build());
            return false;
        } catch (StatusRuntimeException refused) {
            return Statuses.reason(refused).equals("RATE_LIMITED");
        }
    }

    @Test
    void whoeverIsTooManyIsToldSoAtOnceAndServedWhenOthersAreDoneHoweverTheyEnd() throws Exception {
        try (Busy busy = new Busy()) {
            List<ListenableFuture<GetOwnCertificateResponse>> served = new ArrayList<>();
            for (int call = 0; call < AT_ONCE / 2; call++) {
                served.add(busy.call());
            }
            await().until(() -> busy.working.availablePermits() == AT_ONCE / 2);
            assertThat(refused(busy::callAndWait)).isEqualTo(Duration.ofSeconds(1));

            busy.goOn.release(AT_ONCE / 2);
            for (ListenableFuture<GetOwnCertificateResponse> one : served) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(GetOwnCertificateResponse.getDefaultInstance());
            }
            for (int round = 0; round < 3 * AT_ONCE; round++) {
                ListenableFuture<GetOwnCertificateResponse> cancelled = busy.call();
                cancelled.cancel(false);
                busy.goOn.release();
            }
            busy.goOn.release(AT_ONCE);
            await().until(() -> busy.callAndWait().equals(GetOwnCertificateResponse.getDefaultInstance()));
        }
    }

    private static GetOwnCertificateResponse ownCertificate(Channel channel) {
        return CertificatesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getOwn(GetOwnCertificateRequest.getDefaultInstance());
    }

    /// @return when to try again, as the refusal says
    private static Duration refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Statuses.reason(refused)).isEqualTo("RATE_LIMITED");
        com.google.protobuf.Duration wait =
                Statuses.detail(refused, RetryInfo.class).orElseThrow().getRetryDelay();
        return Duration.ofSeconds(wait.getSeconds(), wait.getNanos());
    }

    /// A service whose calls last until they are let go, behind the bound.
    private static final class Busy extends CertificatesGrpc.CertificatesImplBase implements AutoCloseable {
        private final Semaphore working = new Semaphore(0);
        private final Semaphore goOn = new Semaphore(0);
        private final Server server;
        private final ManagedChannel channel;

        Busy() throws IOException {
            server = InProcessServerBuilder.forName("busy")
                    .addService(ServerInterceptors.interceptForward(
                            this, List.of(new ErrorInterceptor(), new CallsAtOnce(AT_ONCE))))
                    .build()
                    .start();
            channel = InProcessChannelBuilder.forName("busy").build();
        }

        @Override
        public void getOwn(GetOwnCertificateRequest request, StreamObserver<GetOwnCertificateResponse> answer) {
            working.release();
            goOn.acquireUninterruptibly();
            Answers.with(GetOwnCertificateResponse.getDefaultInstance(), answer);
        }

        ListenableFuture<GetOwnCertificateResponse> call() {
            return CertificatesGrpc.newFutureStub(channel).getOwn(GetOwnCertificateRequest.getDefaultInstance());
        }

        GetOwnCertificateResponse callAndWait() {
            return ownCertificate(channel);
        }

        @Override
        public void close() {
            goOn.release(1_000);
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
