package waxwing.gateway;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.message.BackPressure;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetGuard;

/// `gateway run`: serves the API until it is told to stop (SIGTERM or Ctrl-C).
@Command(name = "run", description = "Serve the API until stopped.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8085",
            description =
                    "Where the API listens (default: $${DEFAULT-VALUE}). It is plain HTTP: keep it on this machine, or"
                            + " put a TLS proxy in front.")
    @SuppressWarnings("NullAway.Init")
    private String listen;

    @Option(
            names = "--telemetry",
            paramLabel = "HOST:PORT",
            description = "Where /metrics is served, on loopback and beside the API (default: nowhere).")
    private @Nullable String telemetry;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            defaultValue = "" + BackPressure.USUAL,
            description = "How many accepted messages may wait for the relay; beyond that requests to send are refused"
                    + " (default: $${DEFAULT-VALUE}).")
    private int mostWaiting;

    @Option(
            names = "--allow-http-loopback",
            description = "Let webhooks go to this machine too, over http or https: for development.")
    private boolean allowLoopback;

    @Option(
            names = "--sandbox",
            description = "The same API before simulated people, with a clock that can be moved: no relay, no 'init',"
                    + " and nothing is sent to anybody. Without --data-dir all is gone at the end. Implies"
                    + " --allow-http-loopback.")
    private boolean sandbox;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    RunCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunSettings settings = settings();
        InetSocketAddress address = settings.listen();
        var failed = new CountDownLatch(1);
        Gateway gateway = sandbox ? sandbox(settings, failed) : real(settings, failed);
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
        if (!address.getAddress().isLoopbackAddress() && !options.quiet()) {
            terminal.tell("waxwing gateway: " + listen + " is not this machine alone; put TLS in front of it.");
        }
        if (options.json()) {
            terminal.print(ready(gateway));
        } else {
            tell(gateway);
        }
        try {
            failed.await();
        } finally {
            gateway.close();
        }
        throw new Failure(Code.LOCAL_IO, "the storage failed; nothing that was accepted is lost")
                .withHint("make the data folder writable, and start the gateway again");
    }

    private RunSettings settings() {
        if (mostWaiting < 1 || mostWaiting > BackPressure.HIGHEST) {
            throw new Failure(
                    Code.MALFORMED_VALUE,
                    "--max-waiting: " + mostWaiting + " (expected: 1.." + BackPressure.HIGHEST + ")");
        }
        Optional<InetSocketAddress> metrics =
                Optional.ofNullable(telemetry).map(text -> ListenAddress.parse("--telemetry", text));
        metrics.filter(address -> !address.getAddress().isLoopbackAddress()).ifPresent(_ -> {
            throw new Failure(
                    Code.MALFORMED_VALUE,
                    "--telemetry: " + telemetry + " (expected: an address of this machine alone, for example"
                            + " 127.0.0.1:9085)");
        });
        return new RunSettings(ListenAddress.parse("--listen", listen), metrics, mostWaiting);
    }

    private Gateway real(RunSettings settings, CountDownLatch failed) {
        var guard = new TargetGuard(
                HostResolver.system(), allowLoopback ? Receivers.PUBLIC_AND_LOOPBACK : Receivers.PUBLIC);
        return Gateway.start(common.folder(), settings, environment, guard, failed::countDown);
    }

    private Gateway sandbox(RunSettings settings, CountDownLatch failed) {
        return common.sandboxFolder()
                .map(folder -> Gateway.startSandbox(folder, settings, environment, failed::countDown))
                .orElseGet(() -> Gateway.startSandbox(settings, environment, failed::countDown));
    }

    private void tell(Gateway gateway) {
        gateway.sandbox().ifPresent(running -> {
            terminal.tell("waxwing gateway: a SANDBOX with simulated people; nothing is sent to anybody.");
            terminal.tell("  its folder: " + running.folder());
            terminal.print("API key: " + running.apiKey());
        });
        terminal.print("gateway ready: " + gateway.url());
    }

    private static ObjectNode ready(Gateway gateway) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("v", 1)
                .put("type", "ready")
                .put("url", gateway.url())
                .put("business_id", gateway.business().toString());
        gateway.sandbox()
                .ifPresent(running -> json.put("sandbox", true)
                        .put("api_key", running.apiKey())
                        .put("data_dir", running.folder().toString()));
        return json;
    }
}
