package waxwing.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.DrainOutcome;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.store.Database;

/// `gateway check`: says whether `run` would work: folder, key file, stores, account, API keys, relay.
@Command(name = "check", description = "Say whether 'run' would work, and what is missing.")
final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommonOptions common;

    private final Environment environment;
    private final Terminal terminal;
    private final GlobalOptions options;

    CheckCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        GatewayFolder folder = common.folder();
        Optional<ObjectNode> running = Asking.running(folder, List.of("status"));
        if (running.isPresent()) {
            running(running.get());
        } else {
            stopped(folder);
        }
        if (options.json()) {
            terminal.print(JsonNodeFactory.instance.objectNode().put("v", 1).put("ok", true));
        }
        return 0;
    }

    private void running(ObjectNode status) {
        good("running: " + status.path("url").asString());
        good("business: " + status.path("business_id").asString());
        if (!status.path("connected").asBoolean()) {
            throw new Failure(
                    Code.RELAY_UNAVAILABLE,
                    "the gateway runs and accepts messages, but has no connection to the relay; it keeps trying");
        }
        good(status.path("sandbox").asBoolean(false) ? "relay: none, this is a sandbox" : "relay: connected");
    }

    private void stopped(GatewayFolder folder) throws InterruptedException {
        try (Profile profile = folder.openProfile(environment);
                Database store = folder.openStore();
                Client client = Client.open(profile)) {
            good("folder and key file: " + folder.folder());
            good("business: " + client.account().id());
            long live = new SqlApiKeyStore(store)
                    .list().stream().filter(key -> key.revoked().isEmpty()).count();
            if (live == 0) {
                throw new Failure(Code.CONFIGURATION, "no live API key").withHint("waxwing gateway key create");
            }
            good("live API keys: " + live);
            relay(client);
        }
    }

    private void relay(Client client) throws InterruptedException {
        switch (client.drain(PATIENCE)) {
            case DrainOutcome.Drained _ ->
                good("relay: reached at " + client.account().relay().host());
            case DrainOutcome.TimedOut _ ->
                throw new Failure(
                        Code.RELAY_UNAVAILABLE, "no answer from the relay within " + PATIENCE.toSeconds() + " s");
            case DrainOutcome.RelayUnavailable unavailable -> throw Failure.of(unavailable.failure());
        }
    }

    private void good(String line) {
        if (!options.json()) {
            terminal.print("ok  " + line);
        }
    }
}
