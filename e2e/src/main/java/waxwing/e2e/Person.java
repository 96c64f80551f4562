package waxwing.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person at a terminal: every action is one `waxwing` command in the person's own folder.
public final class Person {
    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final String number;
    private final Path home;

    private Person(World world, String name, String number) {
        this.world = world;
        this.number = number;
        this.home = world.folder(name.toLowerCase(java.util.Locale.ROOT));
    }

    /// Registers a number with the code that the relay printed for it.
    public static Person register(World world, RelayProcess relay, String name, String number) {
        var person = new Person(world, name, number);
        int mark = relay.mark();
        Running registering = world.start(
                person.home,
                List.of("register", number, "--relay", relay.link(), "--name", name, "--no-passphrase", "--code", "-"));
        registering.type(relay.awaitCode(mark, number));
        registering.awaitEnd(World.PATIENCE).ok();
        return person;
    }

    /// Somebody with a folder and nothing in it.
    public static Person unregistered(World world, String name) {
        return new Person(world, name, "");
    }

    public String number() {
        return number;
    }

    public Path home() {
        return home;
    }

    /// Runs one command to its end, whatever that is.
    public Outcome run(String... arguments) {
        return world.run(home, List.of(arguments));
    }

    /// Starts a command that goes on.
    public Running start(String... arguments) {
        return world.start(home, List.of(arguments));
    }

    /// Sends a text and gives what `send --json` printed.
    public JsonNode send(Person to, String text, String... options) {
        List<String> command = new ArrayList<>(List.of("send", to.number, "-m", text, "--json"));
        command.addAll(List.of(options));
        return run(command.toArray(String[]::new)).ok().json();
    }

    /// Everything that waits, oldest first, acknowledged.
    public List<JsonNode> receive() {
        return run("receive", "--json", "--timeout", "5s").ok().jsonLines();
    }

    /// The texts of all that waits.
    public List<String> receiveTexts() {
        return receive().stream()
                .filter(event -> event.path("type").asString().equals("message"))
                .map(event -> event.path("text").asString())
                .toList();
    }

    /// Goes online and stays there.
    public Online online() {
        return new Online(start("receive", "--follow", "--json"));
    }

    /// A person whose client is connected: events as they come.
    public record Online(Running process) implements AutoCloseable {
        public JsonNode await(String what, java.util.function.Predicate<JsonNode> fits) {
            return await(what, fits, World.PATIENCE);
        }

        public JsonNode await(String what, java.util.function.Predicate<JsonNode> fits, Duration limit) {
            return JSON.readTree(process.awaitLine(0, line -> fits.test(JSON.readTree(line)), what, limit));
        }

        public List<JsonNode> events() {
            return process.lines().stream().map(JSON::readTree).toList();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
