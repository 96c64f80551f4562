package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.event.EventCursor;

/// `gateway events`: the log of events; with the gateway running or not.
@Command(name = "events", description = "Print the log of events, with --json a line each.")
final class EventsCommand implements Callable<Integer> {
    private static final String WAIT_S = "10";

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    @Option(names = "--follow", description = "Go on with what happens from now on; needs a running gateway.")
    private boolean follow;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            defaultValue = "start",
            description = "Begin behind this event; as an event gave it (default: the start of the log, 90 days ago).")
    @SuppressWarnings("NullAway.Init")
    private String after;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    EventsCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() {
        String cursor = after.equals("start") ? after : EventCursor.parse(after).toString();
        boolean more = true;
        while (more) {
            ObjectNode answer = follow
                    ? Asking.askRunning(common.folder(), List.of("events", "after", cursor, WAIT_S))
                    : Asking.ask(common.folder(), environment, List.of("events", "after", cursor, "0"));
            answer.path("events").forEach(event -> terminal.print(options.json() ? json(event) : line(event)));
            cursor = answer.path("cursor").asString();
            more = follow || !answer.path("events").isEmpty();
        }
        return 0;
    }

    static ObjectNode json(JsonNode event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", 1);
        event.properties().forEach(member -> json.set(member.getKey(), member.getValue()));
        return json;
    }

    /// Names only; what a person wrote is for `--json`.
    static String line(JsonNode event) {
        JsonNode data = event.path("data");
        return String.join(
                        "  ",
                        event.path("timestamp").asString(),
                        event.path("type").asString(),
                        data.path("message_id")
                                .asString(data.path("endpoint_id").asString("")),
                        data.path("contact").asString(""),
                        data.path("code").asString(""))
                .strip();
    }
}
