package waxwing.client.profile;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import waxwing.crypto.KeyVault;
import waxwing.crypto.KeyVaultContract;

/// The vault in encrypted H2 does what every vault does.
final class SqlKeyVaultTest extends KeyVaultContract {
    @TempDir
    private Path folder;

    private Profile profile;

    @BeforeEach
    void makeProfile() {
        profile = Profile.create(
                folder.resolve("profile"),
                new ProfileKey.KeyFile(folder.resolve("key")),
                new Environment(Clock.systemUTC(), new SecureRandom()));
    }

    @AfterEach
    void closeProfile() {
        profile.close();
    }

    @Override
    protected KeyVault vault() {
        return profile.vault();
    }

    @Override
    protected <T> T inTransaction(Supplier<T> work) {
        return profile.database().inTransaction(_ -> work.get());
    }
}
