package waxwing.client.registration;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.util.Optional;
import waxwing.crypto.SecretBytes;

/// Keeps who a profile is.
public interface AccountStore {
    Optional<Stored> load();

    /// Takes the place of what was there before.
    void save(Stored stored);

    /// What the relay last certified of the account: a serialised `SignedCertificate`.
    Optional<ByteString> certificate();

    void keepCertificate(ByteString signedCertificate);

    /// @param deviceSecret what the device proves itself to the relay with
    /// @param relayKey what the relay signs certificates with
    record Stored(Account account, SecretBytes deviceSecret, PublicKey relayKey) {}
}
