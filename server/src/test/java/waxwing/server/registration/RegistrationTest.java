package waxwing.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.CountKeysRequest;
import waxwing.relay.v1.KeysGrpc;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationTest {
    private TestRelay relay;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    @Test
    void aProvenNumberBecomesAnAccountThatCanCall() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();

        assertThat(alice.wasKept()).isFalse();
        assertThat(KeysGrpc.newBlockingStub(alice.channel())
                        .countKeys(CountKeysRequest.getDefaultInstance())
                        .getCounts()
                        .getOneTimeEc())
                .isEqualTo(5);
    }
}
