package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.apikey.ApiKeyId;

/// `gateway key`: API keys; with the gateway running or not.
@Command(name = "key", description = "Make, list and revoke API keys.")
final class KeyCommand implements Callable<Integer> {
    private static final int LONGEST_LABEL = 80;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    KeyCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() {
        throw new Failure(Code.USAGE, "no command given (expected: create, list or revoke)")
                .withHint("waxwing gateway key --help");
    }

    @Command(name = "create", description = "Make an API key and print it, once.")
    int create(
            @Mixin CommonOptions common,
            @Option(names = "--label", defaultValue = "", description = "What it is for.") String label) {
        if (label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new Failure(
                    Code.MALFORMED_VALUE, "--label: too long (expected: at most " + LONGEST_LABEL + " characters)");
        }
        return answer(common, List.of("key", "create", label), answer -> {
            terminal.print("API key: " + answer.path("api_key").asString());
            terminal.print("key id: " + answer.path("id").asString());
        });
    }

    @Command(name = "list", description = "List the API keys, without the keys themselves.")
    int list(@Mixin CommonOptions common) {
        return answer(common, List.of("key", "list"), answer -> {
            for (JsonNode key : answer.path("api_keys")) {
                String state = key.path("revoked_at").isString() ? "revoked" : "live";
                terminal.print(String.join(
                        "  ",
                        key.path("id").asString(),
                        state,
                        "created " + key.path("created_at").asString(),
                        "last used " + key.path("last_used_at").asString("never"),
                        key.path("label").asString()));
            }
        });
    }

    @Command(name = "revoke", description = "Revoke an API key; it is refused from the next request on.")
    int revoke(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'key list' shows it.") String id) {
        String known = new ApiKeyId(id).value();
        return answer(common, List.of("key", "revoke", known), _ -> terminal.print("revoked " + known));
    }

    private int answer(CommonOptions common, List<String> words, Consumer<ObjectNode> print) {
        ObjectNode answer = Asking.ask(common.folder(), environment, words);
        if (options.json()) {
            terminal.print(answer);
        } else {
            print.accept(answer);
        }
        return 0;
    }
}
