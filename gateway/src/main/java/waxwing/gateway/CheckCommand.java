package waxwing.gateway;

import java.time.Duration;
import java.util.ArrayList;
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

/// `gateway check`: says whether `run` would work: folder, key file, stores, account, API keys, disk, relay; or, of
/// a gateway that runs, what its operator should look at.
@Command(name = "check", description = "Say whether 'run' would work or works, and what is missing.")
final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LEAST_FREE = 64 * MEBIBYTE;

    private final List<String> warnings = new ArrayList<>();

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
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", 1).put("ok", true);
            var list = json.putArray("warnings");
            warnings.forEach(list::add);
            terminal.print(json);
        }
        return 0;
    }

    private void running(ObjectNode status) {
        good("running: " + status.path("url").asString());
        good("business: " + status.path("business_id").asString());
        status.path("warnings").forEach(warning -> warn(warning.asString()));
        if (!status.path("connected").asBoolean()) {
            throw new Failure(
                    Code.RELAY_UNAVAILABLE,
                    "the gateway runs and accepts messages, but has no connection to the relay; it keeps trying");
        }
        good(status.path("sandbox").asBoolean(false) ? "relay: none, this is a sandbox" : "relay: connected");
        long unsent = status.path("unsent").asLong();
        if (unsent >= status.path("most_unsent").asLong()) {
            throw new Failure(
                    Code.TEMPORARY,
                    unsent + " messages wait for the relay, as many as may: requests to send are refused");
        }
        good("unsent: " + unsent);
        disk(status.path("disk_free_bytes").asLong());
    }

    private void disk(long free) {
        if (free < LEAST_FREE) {
            throw new Failure(Code.LOCAL_IO, "only " + free / MEBIBYTE + " MiB are free on the disk of the data folder")
                    .withHint("free some space; nothing is accepted when it is full");
        }
        good("disk: " + free / MEBIBYTE + " MiB free");
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
            disk(folder.free());
            relay(client);
        }
    }

    private void relay(Client client) throws InterruptedException {
        switch (client.drain(PATIENCE)) {
            case DrainOutcome.Drained _ -> {
                good("relay: reached at " + client.account().relay().host());
                DomainEnds.warnings(
                                DomainEnds.domains(client.business()),
                                environment.clock().instant())
                        .forEach(this::warn);
            }
            case DrainOutcome.TimedOut _ ->
                throw new Failure(
                        Code.RELAY_UNAVAILABLE, "no answer from the relay within " + PATIENCE.toSeconds() + " s");
            case DrainOutcome.RelayUnavailable unavailable -> throw Failure.of(unavailable.failure());
        }
    }

    private void warn(String line) {
        warnings.add(line);
        if (!options.json()) {
            terminal.print("!!  " + line);
        }
    }

    private void good(String line) {
        if (!options.json()) {
            terminal.print("ok  " + line);
        }
    }
}
