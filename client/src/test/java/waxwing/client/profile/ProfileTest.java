package waxwing.client.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.profile.ProfileUnavailableException.Reason;
import waxwing.crypto.IdentityKey;
import waxwing.crypto.SecretBytes;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

final class ProfileTest {
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());
    private static final ProfileKey PASSPHRASE = passphrase("correct horse battery staple");

    @TempDir
    private Path temporary;

    private Path folder;
    private ProfileKey.KeyFile keyFile;

    @BeforeEach
    void name() {
        folder = temporary.resolve("profile");
        keyFile = new ProfileKey.KeyFile(temporary.resolve("profile.key"));
    }

    @Test
    void aProfileKeepsItsIdentityUnderAPassphrase() {
        IdentityKey identity;
        try (Profile made = Profile.create(folder, PASSPHRASE, ENVIRONMENT)) {
            identity = made.vault().ownIdentity().publicKey();
        }

        try (Profile opened = Profile.open(folder, PASSPHRASE, ENVIRONMENT)) {
            assertThat(opened.vault().ownIdentity().publicKey()).isEqualTo(identity);
        }
    }

    @Test
    void aWrongPassphraseIsToldAndChangesNothing() throws IOException {
        Profile.create(folder, PASSPHRASE, ENVIRONMENT).close();
        List<String> before = contents();

        assertUnavailable(() -> Profile.open(folder, passphrase("correct horse"), ENVIRONMENT), Reason.WRONG_KEY)
                .hasMessageContaining("wrong passphrase");
        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.WRONG_KEY)
                .hasMessageContaining("needs its passphrase");

        assertThat(contents()).isEqualTo(before);
        Profile.open(folder, PASSPHRASE, ENVIRONMENT).close();
    }

    @Test
    void onlyTheOwnerMayReadAnyOfIt() throws IOException {
        try (Profile made = Profile.create(folder, keyFile, ENVIRONMENT)) {
            assertThat(made.vault().preKey(1)).isEmpty();

            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(permissions(keyFile.file())).isEqualTo("rw-------");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.toList())
                        .hasSizeGreaterThanOrEqualTo(5)
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void noKeyStandsInClearInTheFolder() throws IOException {
        AccountId account = new AccountId(new UUID(0x1122334455667788L, 0x0102030405060708L));
        byte[] marker = "a ratchet's state that must not be seen".getBytes(UTF_8);
        byte[] ownKey;
        try (Profile made = Profile.create(folder, PASSPHRASE, ENVIRONMENT)) {
            ownKey = made.vault().ownIdentity().keyPair().toArray();
            made.vault().putSession(new DeviceAddress(account, DeviceId.PRIMARY), SecretBytes.copyOf(marker));
        }

        for (String content : contents()) {
            assertThat(content)
                    .doesNotContain(new String(marker, ISO_8859_1))
                    .doesNotContain(new String(ownKey, ISO_8859_1).substring(0, 33))
                    .doesNotContain(HexFormat.of().formatHex(ownKey))
                    .doesNotContain("ratchet_session")
                    .doesNotContain("correct horse");
        }
    }

    @Test
    void aSecondOwnerIsTurnedAway() {
        try (Profile first = Profile.create(folder, keyFile, ENVIRONMENT)) {
            assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.IN_USE)
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
            assertThat(first.vault().ownIdentity()).isNotNull();
        }

        Profile.open(folder, keyFile, ENVIRONMENT).close();
    }

    @Test
    void anotherProcessIsTurnedAwayUntilTheOwnerIsKilled() throws Exception {
        Process owner = ProfileOwner.launch(folder, keyFile.file());
        try {
            assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.IN_USE)
                    .hasMessageContaining("pid " + owner.pid());
        } finally {
            owner.destroyForcibly();
        }
        assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();

        Profile.open(folder, keyFile, ENVIRONMENT).close();
    }

    @Test
    void whatIsNotThereAndWhatIsThereAlreadyAreTold() {
        assertThat(Profile.exists(folder)).isFalse();
        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.NOT_FOUND);

        Profile.create(folder, keyFile, ENVIRONMENT).close();

        assertThat(Profile.exists(folder)).isTrue();
        assertUnavailable(() -> Profile.create(folder, keyFile, ENVIRONMENT), Reason.EXISTS);
    }

    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws IOException {
        Profile.create(folder, keyFile, ENVIRONMENT).close();
        Files.setPosixFilePermissions(keyFile.file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.BAD_KEY_FILE)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aMissingShortOrForeignKeyFileIsTold() throws IOException {
        Profile.create(folder, keyFile, ENVIRONMENT).close();
        byte[] key = Files.readAllBytes(keyFile.file());

        Files.write(keyFile.file(), new byte[31]);
        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.BAD_KEY_FILE)
                .hasMessageContaining("31 bytes (expected: 32)");
        Files.write(keyFile.file(), new byte[32]);
        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.WRONG_KEY)
                .hasMessageContaining("another profile's");
        Files.delete(keyFile.file());
        assertUnavailable(() -> Profile.open(folder, keyFile, ENVIRONMENT), Reason.BAD_KEY_FILE)
                .hasMessageContaining("missing");

        PrivateFiles.write(keyFile.file(), key);
        Profile.open(folder, keyFile, ENVIRONMENT).close();
    }

    @Test
    void aDamagedKeyIsToldApartFromAWrongPassphrase() throws IOException {
        Profile.create(folder, PASSPHRASE, ENVIRONMENT).close();
        Files.writeString(folder.resolve("store.key"), "waxwing-profile-key-v9\n");

        assertUnavailable(() -> Profile.open(folder, PASSPHRASE, ENVIRONMENT), Reason.DAMAGED);
    }

    @Test
    void theKeyChangesWithoutTheStore() {
        ProfileKey next = passphrase("another one");
        IdentityKey identity;
        try (Profile made = Profile.create(folder, PASSPHRASE, ENVIRONMENT)) {
            identity = made.vault().ownIdentity().publicKey();
            assertUnavailable(() -> made.changeKey(passphrase("not it"), next), Reason.WRONG_KEY);
            made.changeKey(PASSPHRASE, next);
        }

        assertUnavailable(() -> Profile.open(folder, PASSPHRASE, ENVIRONMENT), Reason.WRONG_KEY);
        try (Profile opened = Profile.open(folder, next, ENVIRONMENT)) {
            assertThat(opened.vault().ownIdentity().publicKey()).isEqualTo(identity);
        }
    }

    @Test
    void aProfileWhoseMakingWasCutShortIsCompletedOnOpening() throws IOException {
        PrivateFiles.makeFolder(folder);
        new StoreKey(folder).make(keyFile, ENVIRONMENT.random());

        try (Profile opened = Profile.open(folder, keyFile, ENVIRONMENT)) {
            assertThat(opened.vault().ownIdentity().registrationId().value()).isPositive();
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnavailable(
            ThrowingCallable opening, Reason reason) {
        return assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        ProfileUnavailableException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(reason));
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> paths =
                    files.filter(file -> !file.endsWith("owner.pid")).sorted().toList();
            List<String> contents = new ArrayList<>();
            for (Path path : paths) {
                contents.add(Files.readString(path, ISO_8859_1));
            }
            return contents;
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ProfileKey passphrase(String text) {
        return new ProfileKey.Passphrase(SecretBytes.copyOf(text.getBytes(UTF_8)));
    }
}
