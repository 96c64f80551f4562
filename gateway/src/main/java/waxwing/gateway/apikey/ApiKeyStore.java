package waxwing.gateway.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The hashes of the API keys and what is known of each.
public interface ApiKeyStore {
    void add(ApiKeyEntry entry, byte[] hash);

    /// The live key with this hash; a revoked one is not found.
    Optional<ApiKeyEntry> findLive(byte[] hash);

    void used(ApiKeyId id, Instant at);

    /// @return whether there was a live key of that id
    boolean revoke(ApiKeyId id, Instant at);

    /// All of them, oldest first.
    List<ApiKeyEntry> list();
}
