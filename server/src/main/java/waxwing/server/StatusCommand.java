package waxwing.server;

import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import waxwing.relay.v1.GetStatusRequest;
import waxwing.relay.v1.GetStatusResponse;

/// `waxwing relay status`: how the running relay is doing.
@Command(name = "status", description = "Says how the running relay is doing.", mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
    private final World world;
    private final GlobalOptions options;

    @Mixin
    private OperatorCalls calls = new OperatorCalls();

    StatusCommand(World world, GlobalOptions options) {
        this.world = world;
        this.options = options;
    }

    @Override
    public void run() {
        GetStatusResponse status = calls.call(world, relay -> relay.getStatus(GetStatusRequest.getDefaultInstance()));
        String startedAt = Instant.ofEpochMilli(status.getStartedAtMs()).toString();
        if (options.json()) {
            world.out()
                    .println(JsonLine.answer()
                            .with("link", status.getRelayLink())
                            .with("version", status.getVersion())
                            .with("started_at", startedAt)
                            .with("connected_devices", status.getConnectedDevices())
                            .with("accounts", status.getAccounts()));
            return;
        }
        world.out().println("link:              " + status.getRelayLink());
        world.out().println("version:           " + status.getVersion());
        world.out().println("started:           " + startedAt);
        world.out().println("connected devices: " + status.getConnectedDevices());
        world.out().println("accounts:          " + status.getAccounts());
    }
}
