package waxwing.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.apikey.ApiKeyId;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.Scope;
import waxwing.model.MalformedValueException;

/// `gateway key`: API keys; with the gateway running or not.
@Command(name = "key", description = "Make, list, rotate and revoke API keys.")
final class KeyCommand implements Callable<Integer> {
    private static final Pattern TIME = Pattern.compile("(?<number>[0-9]{1,6})(?<unit>[smhd])");

    private final Environment environment;
    private final Terminal terminal;
    private final Question question;

    KeyCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.question = new Question(environment, terminal, options);
    }

    @Override
    public Integer call() {
        throw new Failure(Code.USAGE, "no command given (expected: create, list, rotate or revoke)")
                .withHint("waxwing gateway key --help");
    }

    @Command(name = "create", description = "Make an API key and print it, once.")
    int create(
            @Mixin CommonOptions common,
            @Option(names = "--label", defaultValue = "", description = "What it is for.") String label,
            @Option(
                            names = "--scope",
                            split = ",",
                            paramLabel = "SCOPE",
                            description = "What it may do; may be repeated (default: all but keys:admin).")
                    @Nullable
                    List<String> scopes,
            @Option(names = "--expires-in", paramLabel = "TIME", description = "For example 90d (default: never).")
                    @Nullable
                    String expiresIn,
            @Option(names = "--rate", paramLabel = "N", description = "Requests a second (default: 50).") @Nullable
                    Integer rate) {
        if (label.length() > ApiKeyTerms.LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new Failure(
                    Code.MALFORMED_VALUE,
                    "--label: too long (expected: at most " + ApiKeyTerms.LONGEST_LABEL + " characters)");
        }
        if (rate != null && (rate < 1 || rate > ApiKeyTerms.HIGHEST_RATE)) {
            throw new Failure(
                    Code.MALFORMED_VALUE, "--rate: " + rate + " (expected: 1.." + ApiKeyTerms.HIGHEST_RATE + ")");
        }
        Set<Scope> granted = scopes == null
                ? Scope.usual()
                : scopes.stream().map(KeyCommand::scope).collect(Collectors.toSet());
        List<String> words = List.of(
                "key",
                "create",
                label,
                granted.stream().sorted().map(Scope::wireName).collect(Collectors.joining(" ")),
                expiresIn == null ? "" : seconds("--expires-in", expiresIn),
                rate == null ? "" : rate.toString());
        return question.ask(common, words, this::show);
    }

    private static Scope scope(String text) {
        try {
            return Scope.parse(text);
        } catch (MalformedValueException malformed) {
            throw new Failure(Code.MALFORMED_VALUE, "--scope: " + text + " is " + malformed.getMessage());
        }
    }

    /// Reads a time such as `24h`.
    ///
    /// @return in seconds, as the running gateway is asked
    static String seconds(String option, String text) {
        Matcher form = TIME.matcher(text);
        if (!form.matches()) {
            throw new Failure(
                    Code.MALFORMED_VALUE, option + ": " + text + " (expected: a number and s, m, h or d, such as 24h)");
        }
        long unit = switch (form.group("unit")) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
        return String.valueOf(Long.parseLong(form.group("number")) * unit);
    }

    private void show(ObjectNode answer) {
        terminal.print("API key: " + answer.path("api_key").asString());
        terminal.print("key id: " + answer.path("id").asString());
    }

    @Command(name = "rotate", description = "Make another key for an id; the old one is taken for a while longer.")
    int rotate(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'key list' shows it.") String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            defaultValue = "24h",
                            description = "For how long the old key is taken (default: ${DEFAULT-VALUE}).")
                    String overlap) {
        String known = new ApiKeyId(id).value();
        return question.ask(common, List.of("key", "rotate", known, seconds("--overlap", overlap)), this::show);
    }

    @Command(name = "list", description = "List the API keys, without the keys themselves.")
    int list(@Mixin CommonOptions common) {
        return question.ask(common, List.of("key", "list"), answer -> {
            for (JsonNode key : answer.path("api_keys")) {
                terminal.print(String.join(
                        "  ",
                        key.path("id").asString(),
                        state(key),
                        "created " + key.path("created_at").asString(),
                        "last used " + key.path("last_used_at").asString("never"),
                        String.join(
                                ",",
                                key.path("scopes")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()),
                        key.path("label").asString()));
            }
        });
    }

    private String state(JsonNode key) {
        if (key.path("revoked_at").isString()) {
            return "revoked";
        }
        boolean expired = key.path("expires_at").isString()
                && !Instant.parse(key.path("expires_at").asString())
                        .isAfter(environment.clock().instant());
        return expired ? "expired" : "live";
    }

    @Command(name = "revoke", description = "Revoke an API key; it is refused from the next request on.")
    int revoke(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'key list' shows it.") String id) {
        String known = new ApiKeyId(id).value();
        return question.ask(common, List.of("key", "revoke", known), _ -> terminal.print("revoked " + known));
    }
}
