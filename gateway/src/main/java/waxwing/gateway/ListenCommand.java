package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Forwarding;

/// `gateway listen`: follows the events of a running gateway from now on, and posts each to a program on
/// this machine, signed as a webhook is. For development: no endpoint is registered, and nothing is tried
/// twice.
@Command(name = "listen", description = "Follow events, and post them to a program on this machine.")
final class ListenCommand implements Callable<Integer> {
    private static final String WAIT_S = "10";

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    @Option(
            names = "--forward",
            paramLabel = "URL",
            description = "Post each event there, for example http://localhost:3000/hooks; only to this machine.")
    private @Nullable String forward;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    ListenCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        String cursor = Asking.askRunning(common.folder(), List.of("events", "end"))
                .path("cursor")
                .asString();
        if (forward == null) {
            follow(
                    cursor,
                    event -> terminal.print(options.json() ? EventsCommand.json(event) : EventsCommand.line(event)));
        } else {
            try (Forwarding forwarding = Forwarding.to(forward, environment.clock(), environment.random())) {
                ready(forwarding);
                follow(cursor, event -> forward(forwarding, event));
            }
        }
        return 0;
    }

    private void ready(Forwarding forwarding) {
        String secret = forwarding.secret().reveal();
        if (options.json()) {
            terminal.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("v", 1)
                    .put("type", "ready")
                    .put("secret", secret));
        } else {
            terminal.print("signing secret: " + secret);
        }
    }

    private void forward(Forwarding forwarding, JsonNode event) throws InterruptedException {
        String outcome = forwarding.forward(LoggedEvent.ofJson(event)).wireName();
        if (options.json()) {
            ObjectNode json = EventsCommand.json(event);
            terminal.print(json.put("outcome", outcome));
        } else {
            terminal.print(EventsCommand.line(event) + "  -> " + outcome);
        }
    }

    private interface Following {
        void event(JsonNode event) throws InterruptedException;
    }

    private void follow(String from, Following following) throws InterruptedException {
        String cursor = from;
        while (!Thread.currentThread().isInterrupted()) {
            ObjectNode answer = Asking.askRunning(common.folder(), List.of("events", "after", cursor, WAIT_S));
            for (JsonNode event : answer.path("events")) {
                following.event(event);
            }
            cursor = answer.path("cursor").asString();
        }
        throw new InterruptedException();
    }
}
