package waxwing.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.delivery.Submits;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class DecoysTest {
    @TempDir
    private Path folder;

    @Test
    void anAccountIdThatSomebodyMakesUpGetsNoDecoyByASubmit() {
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice cafe = TestDevice.ofBusiness(relay, "+12025550101").register();
            relay.approve(cafe);
            AccountId asked = new AccountId(UUID.randomUUID());
            int registrationId = takeOf(cafe, asked).getRegistrationId();

            assertThat(outcome(submit(relay, cafe, asked, registrationId))).isEqualTo(OutcomeCase.ACCEPTED);
            long mismatched = IntStream.range(0, 20)
                    .mapToObj(_ -> submit(relay, cafe, new AccountId(UUID.randomUUID()), registrationId))
                    .filter(result -> outcome(result) == OutcomeCase.MISMATCHED_DEVICES)
                    .count();
            // One in 16,380 has the same registration id.
            assertThat(mismatched).isGreaterThan(15);
        }
        assertThat(shownDecoys()).isOne();
    }

    private static SubmitResult submit(TestRelay relay, TestDevice from, AccountId to, int registrationId) {
        return send(
                from,
                Submits.to(to, List.of(Submits.ciphertext(registrationId, "receipt")), relay.clock()),
                MessageKind.RECEIPT);
    }

    private static DeviceBundle takeOf(TestDevice business, AccountId account) {
        return BusinessMessagingGrpc.newBlockingStub(business.channel())
                .takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .build())
                .getBundles()
                .getDevices(0);
    }

    private int shownDecoys() {
        try (Database database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 1))) {
            return database.read(handle -> handle.createQuery("SELECT count(*) FROM decoy WHERE shown_as IS NOT NULL")
                    .mapTo(Integer.class)
                    .one());
        }
    }
}
