package waxwing.client.profile;

import java.nio.file.Path;
import waxwing.crypto.SecretBytes;

/// What opens a profile's store.
public sealed interface ProfileKey {
    /// What a person types, in UTF-8; stretched by Argon2id.
    record Passphrase(SecretBytes utf8) implements ProfileKey {}

    /// A file of mode 0600 that holds 32 random bytes; made if it is missing when a profile is created. Whoever
    /// can read it can read the profile.
    record KeyFile(Path file) implements ProfileKey {}
}
