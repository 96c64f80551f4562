package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.UnblockRequest;
import waxwing.server.config.DataFolder;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// What a relay's files have of the keys that blocked businesses are shown.
class PicturesOfBlocksTest {
    @Test
    void aPictureIsThereFromTheBlockToItsEndOrTheAccounts(@TempDir Path folder) {
        TestDevice dave;
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice shop = TestDevice.ofBusiness(relay, "+12025550199").register();
            TestDevice bob = blocking(relay, "+12025550101", shop);
            TestDevice carol = blocking(relay, "+12025550102", shop);
            assertThat(ControlsGrpc.newBlockingStub(bob.channel())
                            .unblock(UnblockRequest.newBuilder()
                                    .setAccountId(shop.accountBytes())
                                    .build())
                            .hasChanged())
                    .isTrue();
            relay.clock().advance(Duration.ofDays(31));
            assertThat(TestDevice.ofPerson(relay, carol.number().e164())
                            .register()
                            .wasKept())
                    .isFalse();
            dave = blocking(relay, "+12025550103", shop);
        }
        try (Database database =
                Database.openH2(new H2Settings(new DataFolder(folder).database(), Optional.empty(), 1))) {
            List<UUID> pictured = database.read(handle -> handle.createQuery("select account_id from still")
                    .mapTo(UUID.class)
                    .list());
            assertThat(pictured).containsExactly(dave.account().value());
        }
    }

    private static TestDevice blocking(TestRelay relay, String number, TestDevice shop) {
        TestDevice person = TestDevice.ofPerson(relay, number).register();
        assertThat(ControlsGrpc.newBlockingStub(person.channel())
                        .block(BlockRequest.newBuilder()
                                .setAccountId(shop.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
        return person;
    }
}
