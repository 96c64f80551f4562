package waxwing.crypto;

/// What became of opening a session from a bundle.
public sealed interface StartResult {
    record Started() implements StartResult {}

    /// The bundle's identity is not the accepted one. No session was opened; the new key is remembered as the one
    /// that the account shows, and nothing is encrypted to the account until [Sessions#accept].
    record IdentityChanged(IdentityKey accepted, IdentityKey shown) implements StartResult {}

    /// A key is malformed or a signature does not match: the relay or the device is at fault. Nothing was
    /// changed.
    record BadBundle(String why) implements StartResult {}
}
