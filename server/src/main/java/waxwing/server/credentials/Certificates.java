package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import waxwing.relay.v1.SignedCertificate;

/// The certificates that the relay has signed, by number. At rest each is sealed, because it holds a phone
/// number.
public interface Certificates {
    /// A serialised `SignedCertificate`, as it goes out. From memory, but for the first time.
    ///
    /// @throws IllegalArgumentException if there never was such a certificate
    ByteString byId(long certificateId);

    /// As [#byId], parsed.
    default SignedCertificate signed(long certificateId) {
        try {
            return SignedCertificate.parseFrom(byId(certificateId));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a certificate of our own can't be read", e);
        }
    }

    /// Whether [#byId] need not wait for the disk.
    boolean isAtHand(long certificateId);
}
