package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import waxwing.model.AccountId;

/// Signed certificates at rest, sealed. Each method joins the transaction that runs on its thread, or is one of
/// its own.
interface CertificateStore {
    /// Stores it under a number that no certificate had before.
    long add(StoredCertificate certificate);

    Optional<StoredCertificate> find(long certificateId);

    /// Forgets those that were over before the moment.
    int removeOverBefore(Instant moment);

    record StoredCertificate(AccountId account, ByteString sealed, ByteString signature, Instant validUntil) {}
}
