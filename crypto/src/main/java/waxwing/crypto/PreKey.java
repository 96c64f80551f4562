package waxwing.crypto;

import java.time.Instant;

/// One prekey with its private half, as the vault keeps it.
///
/// @param id 1..16,777,215; unique over all kinds
/// @param record libsignal's serialised record
/// @param published the relay has confirmed that it holds the public half
public record PreKey(int id, Kind kind, SecretBytes record, Instant createdAt, boolean published) {
    /// What a prekey is for, and whether it serves once.
    public enum Kind {
        /// Rotated; serves every session that is opened while it is current.
        SIGNED_EC,
        /// Serves one session.
        ONE_TIME_EC,
        /// Rotated; serves when the one-time Kyber keys have run out.
        LAST_RESORT_KYBER,
        /// Serves one session.
        ONE_TIME_KYBER
    }
}
