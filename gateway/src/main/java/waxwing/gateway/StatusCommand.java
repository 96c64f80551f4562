package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.Failure.Code;

/// `gateway status`: how the running gateway is doing.
@Command(name = "status", description = "Say how the running gateway is doing.")
final class StatusCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1024 * 1024;

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    private final Terminal terminal;
    private final GlobalOptions options;

    StatusCommand(Terminal terminal, GlobalOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() {
        GatewayFolder folder = common.folder();
        ObjectNode status = Asking.running(folder, List.of("status"))
                .orElseThrow(() -> new Failure(Code.TEMPORARY, "no gateway runs on " + folder.folder())
                        .withHint("waxwing gateway run"));
        if (options.json()) {
            terminal.print(status);
        } else {
            terminal.print("business:   " + status.path("name").asString("") + " "
                    + status.path("business_id").asString());
            terminal.print("API:        " + status.path("url").asString());
            terminal.print("relay:      " + relay(status));
            terminal.print("standing:   " + standing(status.path("standing")));
            terminal.print("quality:    " + quality(status.path("standing").path("quality")));
            terminal.print("waiting:    " + waiting(status));
            terminal.print("unsent:     " + unsent(status));
            terminal.print("disk:       " + status.path("disk_free_bytes").asLong() / MEBIBYTE + " MiB free");
            status.path("webhook_endpoints").forEach(endpoint -> terminal.print("webhook:    " + webhook(endpoint)));
            status.path("messages")
                    .properties()
                    .forEach(count -> terminal.print((count.getKey() + ":           ").substring(0, 12)
                            + count.getValue().asInt()));
            status.path("warnings").forEach(warning -> terminal.print("warning:    " + warning.asString()));
        }
        return 0;
    }

    private static String relay(ObjectNode status) {
        if (status.path("sandbox").asBoolean(false)) {
            return "none: this is a sandbox, and nothing is sent to anybody";
        }
        return status.path("connected").asBoolean() ? "connected" : "not connected";
    }

    private static String standing(JsonNode known) {
        if (!known.path("known").asBoolean()) {
            return "not known yet";
        }
        String reason = known.path("suspension_reason").asString("");
        return known.path("standing").asString() + (reason.isEmpty() ? "" : " (" + reason + ")") + ", tier "
                + known.path("tier").asInt();
    }

    private static String quality(JsonNode quality) {
        if (quality.isMissingNode()) {
            return "not known yet";
        }
        String reasons =
                quality.path("reasons").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
        return quality.path("rating").asString() + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String waiting(JsonNode status) {
        long held = status.path("held").asLong();
        return status.path("waiting_to_be_sent").asLong()
                + (held == 0 ? "" : ", of which " + held + " are held until people have got earlier ones");
    }

    private static String unsent(JsonNode status) {
        String age = status.path("oldest_unsent_s").isNumber()
                ? ", the oldest for " + status.path("oldest_unsent_s").asLong() + " s"
                : "";
        return status.path("unsent").asLong() + " of at most "
                + status.path("most_unsent").asLong() + age;
    }

    private static String webhook(JsonNode endpoint) {
        String state = endpoint.path("failing_since").isString()
                ? "failing since " + endpoint.path("failing_since").asString()
                : endpoint.path("status").asString();
        return endpoint.path("id").asString() + "  " + state + "  "
                + endpoint.path("waiting").asLong() + " waiting";
    }
}
