package waxwing.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.Outcomes;
import waxwing.client.Client;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.Profile;
import waxwing.client.registration.Account;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// `register NUMBER --relay LINK`: proves the number with a code and makes it this profile's account.
@CommandLine.Command(name = "register", description = "Make a phone number your account at a relay.")
final class RegisterCommand implements Command.Local {
    private static final int LONGEST_CODE = 64;
    private static final String INPUT = "-";

    @Parameters(index = "0", paramLabel = "NUMBER", description = "such as +12025550101")
    private String number = "";

    @Option(
            names = "--relay",
            paramLabel = "LINK",
            required = true,
            description = "the relay's link, as its operator gives it")
    private String relay = "";

    @Option(names = "--name", paramLabel = "NAME", description = "what you call yourself")
    private @Nullable String name;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "the code that the relay sends to the number; - reads it from the standard input")
    private @Nullable String code;

    @Option(names = "--no-passphrase", description = "protect the profile by a key file in its folder instead")
    private boolean withoutPassphrase;

    @Override
    public void run(Call call) {
        PhoneNumber phoneNumber = PhoneNumber.parse(number);
        RelayLink link = RelayLink.parse(relay);
        if (code == null && !call.options().mayAsk()) {
            throw new CommandFailure(
                            ErrorCode.USAGE, SafeText.of("no code given, and --no-input says not to ask for it"))
                    .withHint(SafeText.of("--code CODE, or --code - to read it from the standard input"));
        }
        try (Profile profile = profile(call);
                Registering registering = Registering.at(link, call.environment())) {
            StartOutcome.CodeSent sent = sent(registering.start(phoneNumber));
            prove(call, registering, sent);
            RegisterOutcome.Registered registered = registered(registering.register(profile, registrant()));
            answer(call, phoneNumber, link, registered);
        }
    }

    private Profile profile(Call call) {
        Path folder = call.folders().profile(call.profile());
        if (!Profile.exists(folder)) {
            return Profile.create(folder, ProfileKeys.forMaking(call, withoutPassphrase), call.environment());
        }
        Profile profile = Profile.open(folder, ProfileKeys.forOpening(call), call.environment());
        Optional<Account> account = account(profile);
        if (account.isPresent()) {
            profile.close();
            throw new CommandFailure(
                            ErrorCode.NOT_PERMITTED,
                            SafeText.of(
                                    "profile {} is registered already, as {}",
                                    call.profile(),
                                    account.get().number().e164()))
                    .withHint(SafeText.of("waxwing -p NEW-NAME register {} --relay LINK", number));
        }
        return profile;
    }

    private static Optional<Account> account(Profile profile) {
        try (Client client = Client.open(profile)) {
            return Optional.of(client.account());
        } catch (NotRegisteredException _) {
            return Optional.empty();
        }
    }

    private static StartOutcome.CodeSent sent(StartOutcome outcome) {
        return switch (outcome) {
            case StartOutcome.CodeSent sent -> sent;
            case StartOutcome.RateLimited(var retryAfter) -> throw rateLimited(retryAfter);
            case StartOutcome.CodeNotSent _ ->
                throw new CommandFailure(
                        ErrorCode.TEMPORARY, SafeText.of("the relay could not send the code; try again in a minute"));
            case StartOutcome.SessionOver _ -> throw over();
        };
    }

    private static CommandFailure rateLimited(Duration retryAfter) {
        return new CommandFailure(
                        ErrorCode.RATE_LIMITED,
                        SafeText.of("too many codes for this number; wait {}", Outcomes.shown(retryAfter)))
                .withRetryAfter(retryAfter);
    }

    private static CommandFailure over() {
        return new CommandFailure(
                ErrorCode.TEMPORARY, SafeText.of("the verification is over (10 minutes); start again"));
    }

    /// A code that was given is tried once; a person who is asked may try again while there are tries.
    private void prove(Call call, Registering registering, StartOutcome.CodeSent sent) {
        boolean asking = code == null;
        if (asking && !call.options().mayAsk()) {
            throw new CommandFailure(
                            ErrorCode.USAGE, SafeText.of("the relay sent a code, and --no-input forbids to ask"))
                    .withHint(SafeText.of("--code CODE, or --code - to read it from the standard input"));
        }
        if (asking) {
            call.io().note(SafeText.of("A code is on its way to {}; {} tries.", number, sent.triesLeft()));
        }
        CodeOutcome outcome = registering.check(code(call));
        while (asking && isWorthAnotherTry(outcome)) {
            call.io().note(refusal(outcome).words());
            outcome = registering.check(code(call));
        }
        if (!(outcome instanceof CodeOutcome.Verified)) {
            throw refusal(outcome);
        }
    }

    private static boolean isWorthAnotherTry(CodeOutcome outcome) {
        return outcome instanceof CodeOutcome.MalformedCode || outcome instanceof CodeOutcome.WrongCode;
    }

    private static CommandFailure refusal(CodeOutcome outcome) {
        return switch (outcome) {
            case CodeOutcome.WrongCode(int triesLeft) ->
                new CommandFailure(ErrorCode.WRONG_CODE, SafeText.of("wrong code, {} tries left", triesLeft));
            case CodeOutcome.NoTriesLeft(var retryAfter) ->
                new CommandFailure(
                                ErrorCode.NO_TRIES_LEFT,
                                SafeText.of("no tries left; start again in {}", Outcomes.shown(retryAfter)))
                        .withRetryAfter(retryAfter);
            case CodeOutcome.MalformedCode _ ->
                new CommandFailure(ErrorCode.MALFORMED_VALUE, SafeText.of("not a code (expected: 6 digits)"));
            case CodeOutcome.SessionOver _, CodeOutcome.Verified _ -> over();
        };
    }

    private String code(Call call) {
        if (code != null && !code.equals(INPUT)) {
            return code.strip();
        }
        if (code == null) {
            call.io().ask(SafeText.of("Code:"));
        }
        return call.io()
                .readLine(LONGEST_CODE)
                .map(String::strip)
                .orElseThrow(() -> new CommandFailure(
                        ErrorCode.WRONG_CODE,
                        SafeText.of("no code given (expected: the 6 digits sent to {})", number)));
    }

    private Registrant registrant() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return new Registrant(
                new Registrant.Role.Person(Optional.ofNullable(name)
                        .map(text -> SafeText.name(text).toString())),
                deviceType(),
                system.length() <= 64 ? system : system.substring(0, 64));
    }

    private static String deviceType() {
        return System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).startsWith("mac")
                ? "macos-cli"
                : "linux-cli";
    }

    private static RegisterOutcome.Registered registered(RegisterOutcome outcome) {
        return switch (outcome) {
            case RegisterOutcome.Registered registered -> registered;
            case RegisterOutcome.NotVerified _ -> throw over();
            case RegisterOutcome.TermsNotAccepted(int version) ->
                throw new CommandFailure(
                        ErrorCode.TEMPORARY,
                        SafeText.of("the relay's terms changed to version {} just now; start again", version));
            case RegisterOutcome.KeysRefused _ ->
                throw new CommandFailure(ErrorCode.BUG, SafeText.of("the relay finds this device's keys badly signed"));
        };
    }

    private static void answer(Call call, PhoneNumber number, RelayLink link, RegisterOutcome.Registered registered) {
        boolean kept = registered.origin() == RegisterOutcome.Origin.KEPT;
        call.output()
                .answer(
                        Json.answer()
                                .put("number", number.e164())
                                .put("account", registered.account().toString())
                                .put("profile", call.profile().value())
                                .put("relay", link.toString())
                                .put("origin", kept ? "kept" : "new"),
                        SafeText.of("Registered {} (profile {}).", number.e164(), call.profile()));
        if (kept) {
            call.output()
                    .note(
                            SafeText.of(
                                    "The number was registered before: its other devices are out, your contacts see a new identity key."));
        }
        call.output().note(SafeText.of("Next: waxwing chat, or waxwing send NUMBER -m TEXT"));
    }
}
