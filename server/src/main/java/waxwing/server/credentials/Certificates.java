package waxwing.server.credentials;

import com.google.protobuf.ByteString;

/// The certificates that the relay has signed, by number. At rest each is sealed, because it holds a phone
/// number.
public interface Certificates {
    /// A serialised `SignedCertificate`, as it goes out. From memory, but for the first time.
    ///
    /// @throws IllegalArgumentException if there never was such a certificate
    ByteString byId(long certificateId);

    /// Whether [#byId] need not wait for the disk.
    boolean isAtHand(long certificateId);
}
