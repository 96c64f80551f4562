package waxwing.gateway;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.store.Database;

/// `gateway init`: registers the business by its number and makes the first API key.
@Command(name = "init", description = "Register the business and make its first API key.")
final class InitCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 80;

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    @Option(names = "--relay", required = true, paramLabel = "LINK", description = "As the relay printed it.")
    @SuppressWarnings("NullAway.Init")
    private String relay;

    @Option(names = "--phone", required = true, paramLabel = "NUMBER", description = "The business's number, E.164.")
    @SuppressWarnings("NullAway.Init")
    private String phone;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the operator is to approve.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--code", paramLabel = "CODE", description = "The code; '-' reads it from the standard input.")
    private @Nullable String code;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    InitCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() {
        RelayLink link = RelayLink.parse(relay);
        PhoneNumber number = PhoneNumber.parse(phone);
        String businessName = businessName();
        if (code == null && !options.mayAsk()) {
            throw new Failure(Code.USAGE, "no code given, and --no-input says not to ask for it")
                    .withHint("--code CODE, or --code - to read it from the standard input");
        }
        GatewayFolder folder = common.folder();
        refuseSecondTime(folder);
        AccountId account = register(folder, link, number, businessName);
        print(account, firstKey(folder));
        return 0;
    }

    private String businessName() {
        String text = name.strip();
        if (text.isEmpty() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new Failure(
                    Code.MALFORMED_VALUE,
                    "--name: not the name of a business (expected: 1 to " + LONGEST_NAME + " characters)");
        }
        return text;
    }

    private void refuseSecondTime(GatewayFolder folder) {
        folder.refuseSandbox();
        if (!folder.hasProfile()) {
            return;
        }
        try (Profile profile = folder.openProfile(environment);
                Client client = Client.open(profile)) {
            throw new Failure(
                            Code.NOT_PERMITTED,
                            folder.folder() + " holds the business "
                                    + client.account().id() + " already")
                    .withHint("waxwing gateway key create, for another API key");
        } catch (NotRegisteredException _) {
            // An earlier init was cut off before the account existed; this one goes on with its folder.
        }
    }

    private AccountId register(GatewayFolder folder, RelayLink link, PhoneNumber number, String businessName) {
        try (Registering registering = Registering.at(link, environment)) {
            started(registering.start(number));
            verify(registering);
            try (Profile profile =
                    folder.hasProfile() ? folder.openProfile(environment) : folder.createProfile(environment)) {
                var registrant = new Registrant(
                        new Registrant.Role.Business(businessName), "gateway", System.getProperty("os.name"));
                return registered(registering.register(profile, registrant));
            }
        }
    }

    private static void started(StartOutcome outcome) {
        switch (outcome) {
            case StartOutcome.CodeSent _ -> {}
            case StartOutcome.RateLimited(var retryAfter) ->
                throw new Failure(
                                Code.RATE_LIMITED,
                                "too many codes for this number; wait " + Failure.seconds(retryAfter) + " s")
                        .withRetryAfter(retryAfter);
            case StartOutcome.CodeNotSent _ ->
                throw new Failure(Code.TEMPORARY, "the relay could not send the code; try again in a minute");
            case StartOutcome.SessionOver _ -> throw over();
        }
    }

    private void verify(Registering registering) {
        var codes = new CodeSource(code, terminal);
        Failure last = new Failure(Code.WRONG_CODE, "no code given (expected: the six digits sent to the number)");
        Optional<String> next = codes.next("A code was sent to the number. Code: ");
        while (next.isPresent()) {
            CodeOutcome outcome = registering.check(next.get());
            if (outcome instanceof CodeOutcome.Verified) {
                return;
            }
            last = refusal(outcome);
            if (last.code() != Code.WRONG_CODE && last.code() != Code.MALFORMED_VALUE) {
                break;
            }
            next = codes.next(last.message() + ". Code: ");
        }
        throw last;
    }

    private static Failure refusal(CodeOutcome outcome) {
        return switch (outcome) {
            case CodeOutcome.WrongCode(int triesLeft) ->
                new Failure(Code.WRONG_CODE, "wrong code, " + triesLeft + " tries left");
            case CodeOutcome.NoTriesLeft(var retryAfter) ->
                new Failure(Code.NO_TRIES_LEFT, "no tries left; start again in " + Failure.seconds(retryAfter) + " s")
                        .withRetryAfter(retryAfter);
            case CodeOutcome.MalformedCode _ -> new Failure(Code.MALFORMED_VALUE, "not a code (expected: 6 digits)");
            case CodeOutcome.SessionOver _, CodeOutcome.Verified _ -> over();
        };
    }

    private static Failure over() {
        return new Failure(Code.TEMPORARY, "the verification ran out of time; start again for a fresh code");
    }

    private static AccountId registered(RegisterOutcome outcome) {
        return switch (outcome) {
            case RegisterOutcome.Registered registered -> registered.account();
            case RegisterOutcome.NotVerified _ -> throw over();
            case RegisterOutcome.TermsNotAccepted(int version) ->
                throw new Failure(
                        Code.TEMPORARY, "the relay's terms changed to version " + version + " just now; start again");
            case RegisterOutcome.KeysRefused _ ->
                throw new Failure(Code.BUG, "the relay finds this gateway's keys badly signed");
        };
    }

    private ApiKeys.Created firstKey(GatewayFolder folder) {
        try (Profile _ = folder.openProfile(environment);
                Database store = folder.openStore()) {
            return new ApiKeys(new SqlApiKeyStore(store), environment.clock(), environment.random()).create("first");
        }
    }

    private void print(AccountId account, ApiKeys.Created created) {
        String approve = "waxwing relay business approve " + account;
        if (options.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("v", 1);
            json.put("business_id", account.toString());
            json.put("api_key", created.key().reveal());
            json.put("approve_command", approve);
            terminal.print(json);
        } else {
            terminal.print("API key: " + created.key().reveal());
            terminal.print("business id: " + account);
            terminal.print("The key is shown this once. Until the relay's operator approves the business, nothing is"
                    + " delivered; on the relay's machine:");
            terminal.print("  " + approve);
        }
    }
}
