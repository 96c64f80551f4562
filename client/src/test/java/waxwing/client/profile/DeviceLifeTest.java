package waxwing.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.crypto.PreKeys;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.server.credentials.KeyIds;
import waxwing.server.keys.DeviceLife;

/// The relay shows businesses decoys of numbers that nobody has. The ids of their keys have to be such as a
/// client's are, else a business could tell them: what the relay imagines is held against what a client does.
class DeviceLifeTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final List<Integer> oneTimeEc = new ArrayList<>();
    private final List<Integer> oneTimeKyber = new ArrayList<>();

    @Test
    void aDecoysKeysHaveTheIdsThatAClientsHave(@TempDir Path folder) {
        try (Profile profile = Profile.create(
                folder.resolve("profile"),
                new ProfileKey.KeyFile(folder.resolve("key")),
                new Environment(Clock.systemUTC(), new SecureRandom()))) {
            PreKeys client = new PreKeys(profile.vault(), now::get);
            DeviceLife imagined = new DeviceLife();

            DeviceKeys first = client.first();
            client.published(first);
            add(first.getOneTimeEcList(), first.getOneTimeKyberList());
            int signed = first.getSignedEc().getKeyId();
            int lastResort = first.getLastResortKyber().getKeyId();
            for (int week = 0; week < 3; week++) {
                for (int taken = 0; taken < 45; taken++) {
                    assertThat(imagined.ids()).isEqualTo(new KeyIds(signed, lastResort, oneTimeEc, oneTimeKyber));
                    oneTimeEc.removeFirst();
                    oneTimeKyber.removeFirst();
                    imagined.take();
                    client.due(counts()).ifPresent(due -> {
                        client.published(due);
                        add(due.getOneTimeEcList(), due.getOneTimeKyberList());
                    });
                    imagined.refillIfLow();
                }
                now.updateAndGet(time -> time.plus(Duration.ofDays(7)));
                PutKeysRequest due = client.due(counts()).orElseThrow();
                client.published(due);
                signed = due.getSignedEc().getKeyId();
                lastResort = due.getLastResortKyber().getKeyId();
                imagined.rotate();
            }
            assertThat(imagined.ids()).isEqualTo(new KeyIds(signed, lastResort, oneTimeEc, oneTimeKyber));
        }
    }

    private KeyCounts counts() {
        return KeyCounts.newBuilder()
                .setOneTimeEc(oneTimeEc.size())
                .setOneTimeKyber(oneTimeKyber.size())
                .build();
    }

    private void add(List<EcPreKey> ec, List<KyberPreKey> kyber) {
        ec.forEach(key -> oneTimeEc.add(key.getKeyId()));
        kyber.forEach(key -> oneTimeKyber.add(key.getKeyId()));
    }
}
