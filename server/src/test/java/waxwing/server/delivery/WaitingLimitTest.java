package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.AskRequest;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.RelayStatus;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.Suppressed;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// A business whose gateway does not keep back what is too much for one person, over a real relay.
class WaitingLimitTest {
    private static final int MOST = 100;
    private static final Duration LIFE = Duration.ofHours(1);

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    @SuppressWarnings("NullAway.Init") // Registered before each test.
    private TestDevice cafe;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
        cafe = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(cafe);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void onePersonHasNoMoreThan100WaitingWhoeverTheyAreUntilTheyExpireOrTheRelayStartsAnew() {
        List<Supplier<Submit>> people = people();
        for (Supplier<Submit> submit : people) {
            Submit first = submit.get();
            var _ = write(first);
            writeSideBySide(submit, MOST - 1);
            var _ = write(first);
            assertThat(told()).as("100, one of them twice").isEmpty();
            var _ = write(submit.get());
            var _ = write(submit.get());
            assertThat(told()).containsExactly(refused(submit), refused(submit));
            assertThat(outcome(send(cafe, submit.get(), MessageKind.OFFER))).isEqualTo(OutcomeCase.ACCEPTED);
            assertThat(told())
                    .as("what the person does not want is told first")
                    .containsExactly("RECIPIENT_NOT_OPTED_IN " + to(submit.get()));
        }
        relay.clock().advance(LIFE);
        people.forEach(this::fillUp);
        relay.restart();
        people.forEach(this::fillUp);
    }

    @Test
    void onlyWhatThePersonsOwnClientsTellTheBusinessMakesRoom() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550101").register();
        Supplier<Submit> toBob = () -> Submits.to(bob, "hello", relay.clock());
        fillUp(toBob);

        Connected phone = Connected.open(bob).prompt();
        assertThat(phone.deliveries(MOST)).hasSize(MOST);
        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
        var _ = write(toBob.get());
        assertThat(told())
                .as("that a device has them is for its client to tell")
                .containsExactly(refused(toBob));

        Submit receipts = Submits.to(cafe, "delivered", relay.clock()).toBuilder()
                .setAutomatic(true)
                .build();
        assertThat(outcome(send(bob, receipts))).isEqualTo(OutcomeCase.ACCEPTED);
        Connected gateway = Connected.open(cafe).prompt();
        assertThat(gateway.deliveries(1)).hasSize(1);
        assertThat(gateway.drained().deliveries()).hasSize(1);
        fillUp(toBob);
    }

    @Test
    void sendsSideBySideAreNoMoreEither() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550101").register();
        int tooMany = 20;
        writeSideBySide(() -> Submits.to(bob, "hello", relay.clock()), MOST + tooMany);
        assertThat(told()).hasSize(tooMany);
        assertThat(Connected.open(bob).prompt().drained().deliveries()).hasSize(MOST);
    }

    /// How to write to people of each sort that a business must not tell apart.
    private List<Supplier<Submit>> people() {
        TestDevice away = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice blocking = TestDevice.ofPerson(relay, "+12025550102").register();
        TestDevice asking = TestDevice.ofPerson(relay, "+12025550103").register();
        assertThat(ControlsGrpc.newBlockingStub(blocking.channel())
                        .block(BlockRequest.newBuilder()
                                .setAccountId(cafe.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
        assertThat(ControlsGrpc.newBlockingStub(asking.channel())
                        .ask(AskRequest.newBuilder()
                                .setBusinessAccountId(cafe.accountBytes())
                                .addKinds(MessageKind.RECEIPT)
                                .build())
                        .hasChanged())
                .isTrue();
        AccountId nobody = new AccountId(UUID.randomUUID());
        int shown = registrationIdShownOf(nobody);
        return List.of(
                () -> Submits.to(away, "hello", relay.clock()),
                () -> Submits.to(blocking, "hello", relay.clock()),
                () -> Submits.to(asking, "hello", relay.clock()),
                () -> Submits.to(nobody, List.of(Submits.ciphertext(shown, "hello")), relay.clock()));
    }

    private void fillUp(Supplier<Submit> submit) {
        writeSideBySide(submit, MOST);
        assertThat(told()).isEmpty();
        var _ = write(submit.get());
        assertThat(told()).containsExactly(refused(submit));
    }

    private void writeSideBySide(Supplier<Submit> submit, int times) {
        List<Callable<Submit>> writes = Collections.nCopies(times, () -> write(submit.get()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(writes))
                    .allSatisfy(write -> assertThat(write).succeedsWithin(Duration.ZERO));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Submit write(Submit submit) {
        Submit mortal = submit.toBuilder().setExpiresInS((int) LIFE.toSeconds()).build();
        assertThat(outcome(send(cafe, mortal, MessageKind.RECEIPT))).isEqualTo(OutcomeCase.ACCEPTED);
        return mortal;
    }

    private static String refused(Supplier<Submit> submit) {
        return Suppressed.Code.RECIPIENT_LIMIT_REACHED + " " + to(submit.get());
    }

    private static AccountId to(Submit submit) {
        return account(submit.getDestinations(0).getAccountId());
    }

    private static AccountId account(ByteString bytes) {
        return AccountId.ofBytes(bytes.toByteArray());
    }

    /// What the relay told the business since its gateway last acknowledged, and of whom.
    private List<String> told() {
        Connected gateway = Connected.open(cafe).prompt().drained();
        List<String> told = gateway.deliveries().stream()
                .map(delivery -> told(delivery.getStatus()))
                .toList();
        gateway.halfClose();
        assertThat(gateway.ended().isOk()).isTrue();
        return told;
    }

    private static String told(RelayStatus status) {
        return status.getSuppressed().getCode() + " " + account(status.getAccountId());
    }

    private int registrationIdShownOf(AccountId account) {
        return BusinessMessagingGrpc.newBlockingStub(cafe.channel())
                .takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .build())
                .getBundles()
                .getDevices(0)
                .getRegistrationId();
    }
}
