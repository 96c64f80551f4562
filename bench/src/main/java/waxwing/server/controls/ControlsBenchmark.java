package waxwing.server.controls;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// What the decision about one business message costs, as the relay makes it: with the look-up of the business's
/// standing, of what waits for the person, and of their settings, which are in memory and of another person each time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlsBenchmark {
    private static final long NOW = 1_700_000_000_000L;
    private static final AccountId BUSINESS = new AccountId(new UUID(2, 2));
    private static final Set<MessageKind> KINDS = Collections.unmodifiableSet(EnumSet.allOf(MessageKind.class));
    private static final int PEOPLE = 1_024;

    /// RECEIPT passes all that there is to ask, quiet hours too; OFFER counts against a cap, CONVERSATION depends on
    /// the window, DELIVERY is held for an answer.
    @Param({"RECEIPT", "OFFER", "CONVERSATION", "DELIVERY"})
    private MessageKind kind = MessageKind.RECEIPT;

    private final AccountId[] people = IntStream.range(0, PEOPLE)
            .mapToObj(_ -> new AccountId(UUID.randomUUID()))
            .toArray(AccountId[]::new);
    private final WaitingMessages waiting = new WaitingMessages();
    private final Path folder;
    private final Database database;
    private final Businesses businesses;
    private final Controls controls;
    private int next;

    public ControlsBenchmark() {
        try {
            folder = Files.createTempDirectory("waxwing-controls");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
        database.migrate("waxwing/server/db");
        businesses = new Businesses(database, Clock.systemUTC());
        controls = new Controls(database, Clock.systemUTC());
    }

    /// Each person has settings of all sorts, and they are at hand.
    @Setup
    public void set() {
        businesses.registered(BUSINESS, "Lantern Bakery");
        Optional<Business> _ = businesses.approve(BUSINESS);
        Controls.Choosing yes = new Controls.Choosing(Setting.ALLOW, Choice.Means.COMMAND, new DeviceId(1));
        Optional<QuietHours> quiet = Optional.of(QuietHours.parse(22 * 60, 7 * 60, "Europe/Paris"));
        for (AccountId person : people) {
            controls.set(person, BUSINESS, List.of(MessageKind.OFFER, MessageKind.RECEIPT), yes);
            General _ = controls.change(
                    person, own -> own.with(quiet).with(MessageKind.DELIVERY, Optional.of(Setting.ASK)));
            controls.wrote(person, BUSINESS, NOW - 1);
            boolean _ = waiting.add(BUSINESS, person, NOW + TimeUnit.DAYS.toMillis(30), NOW);
            PersonControls _ = controls.of(person);
        }
    }

    /// Asks and decides.
    @Benchmark
    public Verdict decide() {
        AccountId person = people[next++ & (PEOPLE - 1)];
        PersonControls own = controls.of(person);
        OptionalLong lastMessageAt =
                kind == MessageKind.CONVERSATION ? controls.lastMessageAt(person, BUSINESS) : OptionalLong.empty();
        return ControlsPolicy.decide(new ControlsPolicy.Question(
                new ControlsPolicy.Sender(
                        businesses.find(BUSINESS).map(Business::standing).orElse(Standing.PENDING),
                        KINDS,
                        TierUse.WITHIN,
                        waiting.count(BUSINESS, person, NOW)),
                Optional.of(kind),
                new ControlsPolicy.Recipient(
                        own.toward(BUSINESS), own.general().quietHours(), lastMessageAt, own.blockOf(BUSINESS)),
                1,
                NOW));
    }

    /// Leaves nothing behind.
    @TearDown
    public void close() {
        controls.close();
        database.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
