package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.webhook.EndpointId;

/// `gateway webhook`: webhook endpoints; with the gateway running or not.
@Command(name = "webhook", description = "Register, test, list, disable, enable and replay webhook endpoints.")
final class WebhookCommand implements Callable<Integer> {
    private static final int LONGEST_DESCRIPTION = 200;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;
    private final Question question;

    WebhookCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
        this.question = new Question(environment, terminal, options);
    }

    @Override
    public Integer call() {
        throw new Failure(Code.USAGE, "no command given (expected: add, test, list, disable, enable or replay)")
                .withHint("waxwing gateway webhook --help");
    }

    @Command(name = "add", description = "Register an endpoint and print its secret, once.")
    int add(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "URL", description = "https, on the public internet.") String url,
            @Option(
                            names = "--events",
                            paramLabel = "TYPES",
                            defaultValue = "",
                            description = "Which events, with commas between them (default: all).")
                    String types,
            @Option(names = "--description", defaultValue = "", description = "What it is for.") String description) {
        if (description.length() > LONGEST_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            throw new Failure(
                    Code.MALFORMED_VALUE,
                    "--description: too long (expected: at most " + LONGEST_DESCRIPTION + " characters)");
        }
        return question.ask(common, List.of("webhook", "add", url, types, description), answer -> {
            terminal.print("endpoint: " + answer.path("id").asString());
            terminal.print("secret: " + answer.path("secret").asString());
        });
    }

    @Command(name = "list", description = "List the endpoints, without their secrets.")
    int list(@Mixin CommonOptions common) {
        return question.ask(
                common,
                List.of("webhook", "list"),
                answer -> answer.path("webhook_endpoints").forEach(endpoint -> terminal.print(line(endpoint))));
    }

    private static String line(JsonNode endpoint) {
        String reason = endpoint.path("disabled_reason").asString("");
        String types = StreamSupport.stream(endpoint.path("event_types").spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(","));
        return String.join(
                "  ",
                endpoint.path("id").asString(),
                endpoint.path("status").asString() + (reason.isEmpty() ? "" : " (" + reason + ")"),
                endpoint.path("waiting").asLong() + " waiting",
                types.isEmpty() ? "all events" : types,
                endpoint.path("url").asString(),
                endpoint.path("description").asString());
    }

    @Command(name = "test", description = "Post a test event to an endpoint, now.")
    int test(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.") String id) {
        String known = new EndpointId(id).value();
        ObjectNode answer = Asking.ask(common.folder(), environment, List.of("webhook", "test", known));
        String outcome = answer.path("outcome").asString();
        String status = answer.path("status_code").isNumber()
                ? " (" + answer.path("status_code").asInt() + ")"
                : "";
        if (!outcome.equals("delivered")) {
            throw new Failure(Code.TEMPORARY, "the test event did not arrive: " + outcome + status);
        }
        terminal.print(options.json() ? answer : outcome + status);
        return 0;
    }

    @Command(name = "disable", description = "Post nothing more to an endpoint until it is enabled again.")
    int disable(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.") String id) {
        return change(common, "disable", id);
    }

    @Command(name = "enable", description = "Post to an endpoint again, what happened meanwhile included.")
    int enable(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.") String id) {
        return change(common, "enable", id);
    }

    private int change(CommonOptions common, String command, String id) {
        String known = new EndpointId(id).value();
        return question.ask(
                common,
                List.of("webhook", command, known),
                answer -> terminal.print(answer.path("status").asString() + " " + known));
    }

    @Command(name = "replay", description = "Post to an endpoint once more what it got before.")
    int replay(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ID", description = "As 'webhook list' shows it.") String id,
            @Option(
                            names = "--after",
                            paramLabel = "CURSOR",
                            defaultValue = "start",
                            description = "Begin behind this event (default: the start of the log, 90 days ago).")
                    String after) {
        String known = new EndpointId(id).value();
        String cursor = after.equals("start") ? after : EventCursor.parse(after).toString();
        long queued = 0;
        ObjectNode answer;
        do {
            answer = Asking.ask(common.folder(), environment, List.of("webhook", "replay", known, cursor));
            queued += answer.path("queued").asLong();
            cursor = answer.path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        terminal.print(options.json() ? answer.put("queued", queued) : "queued " + queued + " events");
        return 0;
    }
}
