package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.registration.Registering;
import waxwing.client.relay.RelayFailureException;
import waxwing.client.relay.RelayFailureException.Reason;
import waxwing.model.RelayLink;

class PinTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private static Reason failureAt(RelayLink link) {
        try (Registering registering = Registering.at(link, End.environment())) {
            return assertThatExceptionOfType(RelayFailureException.class)
                    .isThrownBy(() -> registering.start(relay.freshNumber()))
                    .actual()
                    .reason();
        }
    }

    @Test
    void aRelayWithAnotherKeyIsNotSpokenTo() {
        RelayLink link = relay.link();

        assertThat(failureAt(new RelayLink(link.host(), link.port(), Optional.of("00".repeat(32)))))
                .isEqualTo(Reason.WRONG_KEY);
    }

    @Test
    void aSelfMadeKeyWithoutAPinIsNotTrusted() {
        RelayLink link = relay.link();

        assertThat(failureAt(new RelayLink(link.host(), link.port(), Optional.empty())))
                .isEqualTo(Reason.WRONG_KEY);
    }

    @Test
    void aRelayThatIsNotThereIsUnreachable() {
        RelayLink link = relay.link();

        assertThat(failureAt(new RelayLink(link.host(), 1, link.fingerprint()))).isEqualTo(Reason.UNREACHABLE);
    }
}
