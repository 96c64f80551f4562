package waxwing.gateway;

import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Exit;

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

    private final Environment environment;
    private final Terminal terminal;

    RunCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        InetSocketAddress address = ListenAddress.parse(listen);
        var failed = new CountDownLatch(1);
        Gateway gateway = Gateway.start(common.folder(), address, environment, failed::countDown);
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
        if (!address.getAddress().isLoopbackAddress()) {
            terminal.tell("waxwing gateway: " + listen + " is not this machine alone; put TLS in front of it.");
        }
        terminal.print("gateway ready: " + gateway.url());
        failed.await();
        throw new Failure(Exit.LOCAL_IO, "the storage failed. Mend it and start the gateway again; nothing is lost.");
    }
}
