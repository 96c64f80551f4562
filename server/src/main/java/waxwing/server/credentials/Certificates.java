package waxwing.server.credentials;

import waxwing.relay.v1.SignedCertificate;

/// The certificates that the relay has signed, by number. At rest each is sealed, because it holds a phone
/// number.
public interface Certificates {
    /// @throws IllegalArgumentException if there never was such a certificate
    SignedCertificate byId(long certificateId);
}
