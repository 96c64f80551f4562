package waxwing.gateway;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.Failure.Exit;

/// `gateway status`: how the running gateway is doing.
@Command(name = "status", description = "Say how the running gateway is doing.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        GatewayFolder folder = common.folder();
        ObjectNode status = Asking.running(folder, List.of("status"))
                .orElseThrow(() -> new Failure(
                        Exit.TEMPORARY,
                        "no gateway runs on " + folder.folder() + ". Start it with 'waxwing gateway run'."));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(status);
        } else {
            out.println("business:   " + status.path("name").asString("") + " "
                    + status.path("business_id").asString());
            out.println("API:        " + status.path("url").asString());
            out.println("relay:      " + (status.path("connected").asBoolean() ? "connected" : "not connected"));
            out.println("waiting:    " + status.path("waiting_to_be_sent").asInt());
            status.path("messages")
                    .properties()
                    .forEach(count -> out.println((count.getKey() + ":           ").substring(0, 12)
                            + count.getValue().asInt()));
        }
        out.flush();
        return 0;
    }
}
