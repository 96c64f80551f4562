package waxwing.crypto;

/// What became of an encryption.
public sealed interface EncryptResult {
    record Encrypted(Ciphertext ciphertext) implements EncryptResult {}

    /// There is no usable session: none at all, one that was archived, one that stayed unanswered for 30 days, or
    /// one with an identity that is no longer the account's. A fresh bundle opens one.
    record NoSession() implements EncryptResult {}

    /// The account shows a key that was not accepted; nothing is encrypted until [Sessions#accept].
    record IdentityNotAccepted(IdentityKey accepted, IdentityKey current) implements EncryptResult {}
}
