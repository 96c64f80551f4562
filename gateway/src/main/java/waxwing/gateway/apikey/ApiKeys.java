package waxwing.gateway.apikey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes API keys, recognises them, rotates them and takes them back. A revoked key is refused from the
/// next request on.
public final class ApiKeys {
    /// For how long the old key is taken after a rotation, unless somebody says otherwise.
    public static final Duration USUAL_OVERLAP = Duration.ofHours(24);

    public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
    private static final int ID_LENGTH = 8;

    private final ApiKeyStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ApiKey.Use use;

    /// @param random a secure source
    public ApiKeys(ApiKeyStore store, InstantSource clock, RandomGenerator random) {
        this(store, clock, random, ApiKey.Use.LIVE);
    }

    /// @param use of the keys that are made
    public ApiKeys(ApiKeyStore store, InstantSource clock, RandomGenerator random, ApiKey.Use use) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.use = use;
    }

    /// A key that was just made; nobody can see it again.
    public record Created(ApiKey key, ApiKeyEntry entry) {}

    /// As [#create(ApiKeyTerms)], for a key that may do everything.
    public Created create(String label) {
        return create(ApiKeyTerms.everything(label));
    }

    public Created create(ApiKeyTerms terms) {
        ApiKey key = ApiKey.generate(use, random);
        var entry = new ApiKeyEntry(newId(), terms, now(), Optional.empty(), Optional.empty(), Optional.empty());
        store.add(entry, key.hash());
        return new Created(key, entry);
    }

    /// Whose key this is, if it is a live one.
    public Optional<ApiKeyEntry> recognise(String presented) {
        Instant now = now();
        Optional<ApiKeyEntry> found = ApiKey.parse(presented)
                .flatMap(key -> store.findByHash(key.hash(), now))
                .filter(entry -> entry.isLive(now));
        found.ifPresent(this::noteUse);
        return found;
    }

    /// Makes another key that stands for the same entry.
    ///
    /// @param overlap for how long the key that it had is taken as well; the one before that no more
    /// @return empty if there is no live key of that id
    public Optional<Created> rotate(ApiKeyId id, Duration overlap) {
        Instant now = now();
        ApiKey key = ApiKey.generate(use, random);
        return store.find(id)
                .filter(entry -> entry.isLive(now))
                .filter(_ -> store.rotate(id, key.hash(), now.plus(overlap)))
                .flatMap(_ -> store.find(id))
                .map(entry -> new Created(key, entry));
    }

    /// @return whether there was a key of that id that was not revoked
    public boolean revoke(ApiKeyId id) {
        return store.revoke(id, now());
    }

    public Optional<ApiKeyEntry> find(ApiKeyId id) {
        return store.find(id);
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
