package waxwing.crypto;

/// What is known of another account's identity: the key that it shows now, and the one that was accepted (on
/// first use, or by the person). While the two differ nothing is encrypted to the account.
public record PeerIdentity(IdentityKey current, IdentityKey accepted) {
    static PeerIdentity trusted(IdentityKey key) {
        return new PeerIdentity(key, key);
    }

    /// The account shows a key that nobody has accepted yet.
    public boolean changed() {
        return !current.equals(accepted);
    }

    PeerIdentity showing(IdentityKey key) {
        return new PeerIdentity(key, accepted);
    }
}
