package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waxwing.model.AccountId;
import waxwing.model.RelayLink;

/// What is measured and what measures it: a relay with its data folder, and a fleet of devices that are registered
/// there. A folder that is kept serves again, so that devices are registered once.
final class Stand implements AutoCloseable {
    private final Path home;
    private final Path folder;
    private final boolean kept;
    private final Fleet fleet;
    private final List<Device> devices = new ArrayList<>();
    private RelayUnderTest relay;
    private int registered;

    /// @param keep the folder to use and to keep; without one a temporary folder is made and removed
    Stand(Path home, Optional<Path> keep) throws IOException, InterruptedException {
        this.home = home;
        this.kept = keep.isPresent();
        this.folder = keep.isPresent()
                ? Files.createDirectories(keep.get()).toAbsolutePath()
                : Files.createTempDirectory("waxwing-bench-");
        this.relay = start();
        RelayLink link = relay.awaitLink();
        this.fleet = new Fleet(link, Clock.systemUTC(), new SecureRandom().nextLong());
        known(link).forEach(this::add);
        this.registered = devices.size();
    }

    private RelayUnderTest start() throws IOException, InterruptedException {
        RelayUnderTest started = new RelayUnderTest(home, data());
        started.awaitLink();
        started.logPauses();
        return started;
    }

    Path home() {
        return home;
    }

    Path data() {
        return folder.resolve("relay");
    }

    private Path register() {
        return folder.resolve("devices");
    }

    RelayUnderTest relay() {
        return relay;
    }

    Fleet fleet() {
        return fleet;
    }

    /// Stops the relay and starts it again with the same data.
    void restart() throws IOException, InterruptedException {
        relay.close();
        relay = start();
        fleet.target(relay.awaitLink());
    }

    /// The devices `from` (inclusive) to `to` (exclusive), registered and with empty mailboxes.
    List<Device> devices(int from, int to) throws IOException, InterruptedException {
        if (to > devices.size()) {
            registerUpTo(to);
        }
        List<Device> asked = List.copyOf(devices.subList(from, to));
        if (from < registered) {
            fleet.takeStrangers(asked);
        }
        return asked;
    }

    private void registerUpTo(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int before = devices.size();
        RelayLink link = relay.awaitLink();
        try (var registrar = new Registrar(relay, link)) {
            registrar.register(before, count).forEach(this::add);
        }
        double seconds = Pause.seconds(System.nanoTime() - start);
        System.out.printf("(registered %,d devices in %.1f s)%n", count - before, seconds);
        List<String> lines = new ArrayList<>();
        lines.add(link.fingerprint().orElseThrow());
        devices.forEach(device -> lines.add(
                device.registered().account() + " " + device.registered().registrationId() + " "
                        + device.registered().secret()));
        Files.write(register(), lines);
    }

    /// What an earlier run registered at this relay.
    private List<Registered> known(RelayLink link) throws IOException {
        if (Files.notExists(register())) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(register());
        if (!lines.getFirst().equals(link.fingerprint().orElseThrow())) {
            throw new IOException(register() + " belongs to another relay's data (remove " + folder + ")");
        }
        return lines.stream()
                .skip(1)
                .map(line -> line.split(" "))
                .map(parts -> new Registered(AccountId.parse(parts[0]), Integer.parseInt(parts[1]), parts[2]))
                .toList();
    }

    private void add(Registered one) {
        devices.add(new Device(fleet, devices.size(), one));
    }

    @Override
    public void close() {
        fleet.close();
        relay.close();
        if (!kept) {
            remove(folder);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("bench: " + folder + " could not be removed: " + e);
        }
    }
}
