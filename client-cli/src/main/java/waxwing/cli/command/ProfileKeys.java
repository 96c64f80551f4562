package waxwing.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.terminal.SecretPrompt;
import waxwing.client.profile.ProfileKey;
import waxwing.crypto.SecretBytes;

/// Where the key of a profile comes from: a key file inside the profile's folder if it was made without a
/// passphrase, else `--passphrase-file`, `WAXWING_PASSPHRASE_FILE`, or the person at the terminal. Never an
/// argument.
public final class ProfileKeys {
    private static final int LONGEST_PASSPHRASE = 1024;

    private ProfileKeys() {}

    private static Path keyFile(Path folder) {
        return folder.resolve("profile.key");
    }

    /// For a profile that exists.
    public static ProfileKey forOpening(Call call) {
        Path folder = call.folders().profile(call.profile());
        if (Files.exists(keyFile(folder))) {
            return new ProfileKey.KeyFile(keyFile(folder));
        }
        return given(call)
                .or(() -> asked(call, SafeText.of("Passphrase of profile {}:", call.profile())))
                .orElseThrow(() -> new CommandFailure(
                                ErrorCode.LOCKED, SafeText.of("profile {} is locked by a passphrase", call.profile()))
                        .withHint(SafeText.of("--passphrase-file FILE, or the same command in a terminal")));
    }

    /// For a profile that is about to be made.
    static ProfileKey forMaking(Call call, boolean withoutPassphrase) {
        if (withoutPassphrase) {
            return new ProfileKey.KeyFile(keyFile(call.folders().profile(call.profile())));
        }
        return given(call)
                .or(() -> chosen(call))
                .orElseThrow(() -> new CommandFailure(
                                ErrorCode.USAGE,
                                SafeText.of("a passphrase is needed, and there is no terminal to ask at"))
                        .withHint(SafeText.of("--passphrase-file FILE, or --no-passphrase")));
    }

    private static Optional<ProfileKey> given(Call call) {
        @Nullable String file = call.options().passphraseFile(call.invocation());
        if (file == null) {
            return Optional.empty();
        }
        Path path = call.invocation().folder().resolve(file);
        try {
            String first = Files.readString(path, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return Optional.of(passphrase(first));
        } catch (IOException _) {
            throw new CommandFailure(
                    ErrorCode.CONFIGURATION, SafeText.of("the passphrase file {} can't be read", path));
        }
    }

    private static Optional<ProfileKey> chosen(Call call) {
        Optional<String> first = ask(call, SafeText.of("Choose a passphrase for profile {}:", call.profile()));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (!first.equals(ask(call, SafeText.of("Once more:")))) {
            throw new CommandFailure(ErrorCode.USAGE, SafeText.of("the two passphrases differ"));
        }
        return first.map(ProfileKeys::passphrase);
    }

    private static Optional<ProfileKey> asked(Call call, SafeText question) {
        return ask(call, question).map(ProfileKeys::passphrase);
    }

    private static Optional<String> ask(Call call, SafeText question) {
        boolean here = call.place() == Call.Place.HERE && call.options().mayAsk();
        return here ? SecretPrompt.ask(question) : Optional.empty();
    }

    private static ProfileKey passphrase(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > LONGEST_PASSPHRASE) {
            throw new CommandFailure(
                    ErrorCode.USAGE,
                    SafeText.of("the passphrase has {} bytes (expected: 1..{})", utf8.length, LONGEST_PASSPHRASE));
        }
        return new ProfileKey.Passphrase(SecretBytes.copyOf(utf8));
    }
}
