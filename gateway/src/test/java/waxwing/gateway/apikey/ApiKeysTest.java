package waxwing.gateway.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.MutableClock;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class ApiKeysTest {
    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private ApiKeys keys;

    @BeforeEach
    void open() {
        // Not encrypted, so that a key in clear would be found in the file.
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 1));
        database.migrate("waxwing/gateway/db");
        keys = new ApiKeys(new SqlApiKeyStore(database), clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aKeyIsRecognisedUntilItIsRevoked() {
        ApiKeys.Created created = keys.create("till");
        String key = created.key().reveal();

        assertThat(keys.recognise(key))
                .map(ApiKeyEntry::id)
                .contains(created.entry().id());
        assertThat(keys.revoke(created.entry().id())).isTrue();
        assertThat(keys.recognise(key)).isEmpty();
        assertThat(keys.revoke(created.entry().id())).isFalse();
        assertThat(keys.list())
                .singleElement()
                .satisfies(entry -> assertThat(entry.revoked()).contains(clock.instant()));
    }

    @Test
    void aKeyHasAPrefixAndAChecksum() {
        String key = keys.create("till").key().reveal();

        assertThat(key).matches("wax_live_[0-9A-Za-z]{38}");
        assertThat(ApiKey.parse(key)).isPresent();
        for (int i = 9; i < 41; i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(ApiKey.parse(key.substring(0, i) + other + key.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(List.of("", key + "a", key.replace("live", "test"), " " + key))
                .allSatisfy(text -> assertThat(ApiKey.parse(text)).isEmpty());
    }

    @Test
    void useIsNotedToTheMinute() {
        String key = keys.create("till").key().reveal();
        assertThat(keys.list().getFirst().lastUsed()).isEmpty();

        keys.recognise(key);
        var first = clock.instant();
        clock.advance(Duration.ofSeconds(30));
        keys.recognise(key);
        assertThat(keys.list().getFirst().lastUsed()).contains(first);
        clock.advance(Duration.ofSeconds(31));
        keys.recognise(key);
        assertThat(keys.list().getFirst().lastUsed()).contains(clock.instant());
    }

    @Test
    void aRotatedKeyHasASecondOneForAWhile() {
        ApiKeys.Created first = keys.create("till");
        ApiKeyId id = first.entry().id();
        ApiKey second = keys.rotate(id, Duration.ofHours(24)).orElseThrow().key();

        assertThat(keys.recognise(first.key().reveal())).map(ApiKeyEntry::id).contains(id);
        assertThat(keys.recognise(second.reveal())).map(ApiKeyEntry::id).contains(id);
        clock.advance(Duration.ofHours(24));
        assertThat(keys.recognise(first.key().reveal())).isEmpty();
        assertThat(keys.recognise(second.reveal())).isPresent();

        ApiKey third = keys.rotate(id, Duration.ZERO).orElseThrow().key();
        assertThat(keys.recognise(second.reveal())).isEmpty();
        assertThat(keys.revoke(id)).isTrue();
        assertThat(keys.recognise(third.reveal())).isEmpty();
        assertThat(keys.rotate(id, Duration.ZERO)).isEmpty();
    }

    @Test
    void aKeyExpiresAtItsTime() {
        Instant end = clock.instant().plus(Duration.ofDays(90));
        var terms = new ApiKeyTerms("till", Set.of(Scope.MESSAGES_WRITE), Optional.of(end), 5);
        ApiKeys.Created created = keys.create(terms);

        clock.advance(Duration.ofDays(90).minusMillis(1));
        assertThat(keys.recognise(created.key().reveal()))
                .map(ApiKeyEntry::terms)
                .contains(terms);
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.recognise(created.key().reveal())).isEmpty();
        assertThat(keys.rotate(created.entry().id(), Duration.ZERO)).isEmpty();
    }

    @Test
    void noFileHoldsTheKeyAndItNeverPrints() throws IOException {
        ApiKey key = keys.create("till").key();
        database.close();

        assertThat(key.toString()).doesNotContain(key.reveal());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(key.reveal().substring(9)));
        }
        open();
    }
}
