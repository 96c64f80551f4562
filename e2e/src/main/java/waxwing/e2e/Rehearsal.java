package waxwing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `waxwing rehearse`, called by the build: a short conversation in which each program writes down which classes it
/// loads and how they are used (an AOT cache, JEP 483 and 515). Started with that, it is ready in about half the time.
///
/// A machine on which that can't be done builds all the same; its programs only start slower.
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("waxwing-rehearsal-");
        try (var world = new World(Path.of(System.getProperty("waxwing.home", "")), folder)) {
            play(world);
        } catch (StoryFailure failure) {
            System.err.println(
                    "waxwing: no start-up caches could be made, so programs start slower: " + failure.getMessage());
        }
        Demo.delete(folder);
    }

    private static void play(World world) {
        world.record(true);
        var relay = new RelayProcess(world);
        world.record(false);
        Person alice = Person.register(world, relay, "Alice", "+12025550101");
        Person bob = Person.register(world, relay, "Bob", "+12025550102");
        try (Person.Online online = bob.online()) {
            world.record(true);
            alice.run("send", bob.number(), "-m", "Is this how it goes?").ok();
            var shop = Business.register(world, relay, "Lantern Bakery", "+12025550199");
            world.record(false);
            online.await("a message", event -> event.path("type").asString().equals("message"));
            relay.operator("business", "approve", shop.id()).ok();
            shop.send(bob, "RECEIPT", Samples.receipt("1001"));
            shop.stop();
        }
        relay.stop();
    }
}
