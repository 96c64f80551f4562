package waxwing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @Test
    void aVersion7IdTellsWhenItWasMadeAndKeepsItsBytes() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_795_000_000_123L));
        var id = new MessageId(Uuids.version7(clock, new SplittableRandom(1)));
        assertThat(id.madeAtMillis()).isEqualTo(1_795_000_000_123L);
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(MessageId.ofBytes(id.toBytes())).isEqualTo(id);
        assertThat(MessageId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "zzzzzzzz-0000-7000-8000-000000000000"})
    void whatIsNotAUuidIsRefused(String text) {
        assertThatThrownBy(() -> MessageId.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128, 200})
    void aDeviceIdIsWithinItsRange(int value) {
        assertThatThrownBy(() -> new DeviceId(value)).hasMessage("device id: " + value + " (expected: 1..127)");
    }

    @Test
    void aRelayLinkRoundTrips() {
        String link = "waxwing://127.0.0.1:7443#sha256:" + "0a".repeat(32);
        assertThat(RelayLink.parse(link)).hasToString(link);
        assertThat(RelayLink.parse("waxwing://relay.example").port()).isEqualTo(RelayLink.DEFAULT_PORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://relay.example",
                "waxwing://",
                "waxwing://h:0",
                "waxwing://h:70000",
                "waxwing://h#sha256:00",
                "waxwing://a b",
                "waxwing://user@host"
            })
    void whatIsNotARelayLinkIsRefused(String text) {
        assertThatThrownBy(() -> RelayLink.parse(text)).isInstanceOf(MalformedValueException.class);
    }
}
