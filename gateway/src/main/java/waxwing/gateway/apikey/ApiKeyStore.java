package waxwing.gateway.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The hashes of the API keys and what is known of each.
public interface ApiKeyStore {
    void add(ApiKeyEntry entry, byte[] hash);

    /// The key with this hash, if it was not revoked; also by its hash from before the last rotation, as long
    /// as that is valid. It may have expired.
    Optional<ApiKeyEntry> findByHash(byte[] hash, Instant at);

    Optional<ApiKeyEntry> find(ApiKeyId id);

    void used(ApiKeyId id, Instant at);

    /// Gives a key another hash; the one that it had is valid for a while longer. The one before that no more.
    ///
    /// @return whether there was a key of that id that was not revoked
    boolean rotate(ApiKeyId id, byte[] hash, Instant previousUntil);

    /// @return whether there was a key of that id that was not revoked
    boolean revoke(ApiKeyId id, Instant at);

    /// All of them, oldest first.
    List<ApiKeyEntry> list();
}
