package waxwing.gateway.apikey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes API keys, recognises them and takes them back. A revoked key is refused from the next request on.
public final class ApiKeys {
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
    private static final int ID_LENGTH = 8;

    private final ApiKeyStore store;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random a secure source
    public ApiKeys(ApiKeyStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// A key that was just made; nobody can see it again.
    public record Created(ApiKey key, ApiKeyEntry entry) {}

    /// @param label what it is for, in the business's own words
    public Created create(String label) {
        ApiKey key = ApiKey.generate(random);
        var entry = new ApiKeyEntry(newId(), label, now(), Optional.empty(), Optional.empty());
        store.add(entry, key.hash());
        return new Created(key, entry);
    }

    /// Whose key this is, if it is a live one.
    public Optional<ApiKeyEntry> recognise(String presented) {
        Optional<ApiKeyEntry> found = ApiKey.parse(presented).flatMap(key -> store.findLive(key.hash()));
        found.ifPresent(this::noteUse);
        return found;
    }

    /// @return whether there was a live key of that id
    public boolean revoke(ApiKeyId id) {
        return store.revoke(id, now());
    }

    public List<ApiKeyEntry> list() {
        return store.list();
    }

    private void noteUse(ApiKeyEntry entry) {
        Instant now = now();
        if (entry.lastUsed().isEmpty()
                || entry.lastUsed().get().plus(USE_NOTED_EVERY).isBefore(now)) {
            store.used(entry.id(), now);
        }
    }

    private ApiKeyId newId() {
        var id = new StringBuilder("key_");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ApiKeyId(id.toString());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
