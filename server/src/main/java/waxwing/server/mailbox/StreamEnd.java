package waxwing.server.mailbox;

/// Why a stream of deliveries ended before its device ended it.
public enum StreamEnd {
    /// The same device opened another one.
    TAKEN_OVER,
    /// The device was revoked.
    REVOKED,
    /// The relay is shutting down.
    CLOSING,
    /// The queue could not be read.
    STORAGE_FAILED
}
