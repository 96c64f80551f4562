package waxwing.client.profile;

import java.nio.file.Path;
import waxwing.crypto.SecretBytes;

/// What opens a profile's store.
public sealed interface ProfileKey {
    /// UTF-8; stretched by Argon2id.
    record Passphrase(SecretBytes utf8) implements ProfileKey {}

    /// A file of mode 0600 with a random key; made if it is missing when a profile is created.
    record KeyFile(Path file) implements ProfileKey {}
}
