package waxwing.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.Failures;
import waxwing.cli.view.MessageView;
import waxwing.client.Client;
import waxwing.client.relay.RelayFailureException;
import waxwing.crypto.OwnIdentity;

/// `doctor`: looks at everything that a working client needs, and says what to do where it fails. Safe to
/// paste: no key, no text, no contact.
@CommandLine.Command(name = "doctor", description = "Check this installation, this profile and its relay.")
final class DoctorCommand implements Command.Diagnosis {
    private static final Instant BUILT_AFTER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @param trouble absent where all is well
    private record Finding(String name, SafeText words, Optional<CommandFailure> trouble) {
        static Finding good(String name, SafeText words) {
            return new Finding(name, words, Optional.empty());
        }

        static Finding bad(String name, CommandFailure trouble) {
            return new Finding(name, trouble.words(), Optional.of(trouble));
        }
    }

    @Override
    public int run(Call call, Access access) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(nativeLibrary(call));
        findings.add(clock(call));
        findings.add(folder(call));
        switch (access) {
            case Access.Open(var client) -> {
                findings.add(Finding.good("store", SafeText.of("open, {}", owner(call))));
                findings.add(Finding.good(
                        "account",
                        SafeText.of(
                                "{} at {}",
                                client.account().number(),
                                client.account().relay())));
                findings.add(relay(client));
            }
            case Access.Refused(var why) -> findings.add(Finding.bad("store", why));
        }
        return tell(call, findings);
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return version >= 25
                ? Finding.good("java", SafeText.of("{}, {}", Runtime.version(), System.getProperty("java.vendor")))
                : Finding.bad(
                        "java",
                        new CommandFailure(
                                        ErrorCode.CONFIGURATION,
                                        SafeText.of("Java {} (expected: 25 or newer)", version))
                                .withHint(SafeText.of("install a JDK 25, or set WAXWING_JAVA_HOME")));
    }

    private static Finding nativeLibrary(Call call) {
        long started = System.nanoTime();
        try {
            OwnIdentity.generate(call.environment().random());
        } catch (LinkageError _) {
            return Finding.bad(
                    "cryptography",
                    new CommandFailure(
                                    ErrorCode.CONFIGURATION,
                                    SafeText.of(
                                            "libsignal's native library does not load (expected: glibc 2.34 or newer, x86-64)"))
                            .withHint(SafeText.of("mvn -DskipTests package, on a supported system")));
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        return Finding.good("cryptography", SafeText.of("libsignal's native library loaded in {} ms", millis));
    }

    private static Finding clock(Call call) {
        Instant now = call.environment().clock().instant();
        return now.isAfter(BUILT_AFTER)
                ? Finding.good("clock", SafeText.of("{}", MessageView.rfc3339(now)))
                : Finding.bad(
                        "clock",
                        new CommandFailure(
                                        ErrorCode.CONFIGURATION,
                                        SafeText.of("{} is before this program was built", MessageView.rfc3339(now)))
                                .withHint(SafeText.of("set the clock; certificates and codes depend on it")));
    }

    private static Finding folder(Call call) {
        Path folder = call.folders().profile(call.profile());
        if (!Files.isDirectory(folder)) {
            return Finding.good("profile", SafeText.of("{}, not made yet", folder));
        }
        return Files.isWritable(folder)
                ? Finding.good("profile", SafeText.of("{}", folder))
                : Finding.bad(
                        "profile",
                        new CommandFailure(ErrorCode.LOCAL_IO, SafeText.of("{} can't be written", folder))
                                .withHint(SafeText.of("make it yours: chown, or free some space")));
    }

    private static SafeText owner(Call call) {
        return switch (call.place()) {
            case HERE -> SafeText.of("no other process has it");
            case FOR_ANOTHER ->
                SafeText.of(
                        "owned by process {}, which answers",
                        ProcessHandle.current().pid());
        };
    }

    private static Finding relay(Client client) throws InterruptedException {
        if (client.connect(PATIENCE)) {
            return Finding.good(
                    "relay",
                    client.account().relay().fingerprint().isPresent()
                            ? SafeText.of("reached, and it holds the key that its link pins")
                            : SafeText.of("reached, with a publicly certified key"));
        }
        Optional<RelayFailureException> failure = client.lastFailure();
        return Finding.bad(
                "relay",
                failure.map(Failures::of)
                        .orElseGet(() -> new CommandFailure(
                                ErrorCode.RELAY_UNAVAILABLE,
                                SafeText.of("no answer within {} s", PATIENCE.toSeconds())))
                        .withHint(SafeText.of("check the network; ask the operator whether the relay runs")));
    }

    private static int tell(Call call, List<Finding> findings) {
        Optional<CommandFailure> first =
                findings.stream().flatMap(finding -> finding.trouble().stream()).findFirst();
        List<SafeText> lines = new ArrayList<>();
        for (Finding finding : findings) {
            SafeText mark = finding.trouble().isEmpty() ? SafeText.of("ok  ") : SafeText.of("FAIL");
            lines.add(
                    SafeText.of("{} {} {}", mark, SafeText.line(finding.name()).padded(13), finding.words()));
            finding.trouble()
                    .flatMap(CommandFailure::hint)
                    .ifPresent(hint -> lines.add(SafeText.of("       try: {}", hint)));
        }
        call.output()
                .answer(
                        Json.answer()
                                .put("ok", first.isEmpty())
                                .put(
                                        "checks",
                                        findings.stream()
                                                .map(DoctorCommand::json)
                                                .toList()),
                        lines);
        return first.map(trouble -> trouble.code().exit()).orElse(0);
    }

    private static Json json(Finding finding) {
        Json json = Json.object()
                .put("name", finding.name())
                .put("ok", finding.trouble().isEmpty())
                .put("message", finding.words().toString());
        finding.trouble()
                .ifPresent(trouble -> json.put("code", trouble.code().json())
                        .put("hint", trouble.hint().map(SafeText::toString)));
        return json;
    }
}
