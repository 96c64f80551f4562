package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import waxwing.server.mailbox.SimulatedDisk.Loss;
import waxwing.store.StorageFailure;

/// Ends without a goodbye, simulated by seed. A busy store in a process of its own is recorded once; from the
/// record come the folders as they may be found after the power was lost, or the process killed, at any moment.
/// Each has to open without a human and to hold what the store had returned from.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailboxPowerLossTest {
    private static final int IMAGES = Integer.getInteger("waxwing.images", 400);
    private static final int KILLS = Integer.getInteger("waxwing.commits", 100);
    private static final int BATCHES = 1_200;
    private static final int SESSION = 350;
    /// Every so many images are of the time when the folder was made or opened anew.
    private static final int OPENINGS = 10;

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final List<List<Change>> batches = new ArrayList<>();

    private Path folder;
    /// Images need no disk.
    private Path memory;

    private Path recorded;
    private List<DiskEvent> events;
    /// How many events there were when the store had returned from a batch.
    private List<Integer> acknowledged;

    @BeforeAll
    void record(@TempDir Path temporary, @TempDir(factory = MemoryFolder.class) Path inMemory)
            throws IOException, InterruptedException {
        folder = temporary.toRealPath();
        memory = inMemory;
        System.out.println("waxwing.seed=" + seed);
        Churn churn = new Churn(seed);
        IntStream.range(0, BATCHES).forEach(_ -> batches.add(churn.next()));
        recorded = Files.createDirectory(folder.resolve("recorded"));
        Path record = folder.resolve("record");
        Recorder.compiled(folder)
                .run(
                        recorded,
                        record,
                        RecordedMailbox.class,
                        recorded.toString(),
                        Long.toString(seed),
                        Integer.toString(BATCHES),
                        Integer.toString(SESSION));
        events = DiskEvent.read(record);
        acknowledged = acknowledgements();
        assertThat(acknowledged).hasSize(BATCHES);
    }

    private List<Integer> acknowledgements() {
        List<Integer> found = new ArrayList<>();
        Set<Integer> descriptors = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            switch (events.get(i)) {
                case DiskEvent.Open opened
                when opened.path().endsWith(RecordedMailbox.ACKNOWLEDGED) -> descriptors.add(opened.descriptor());
                case DiskEvent.Write write when descriptors.contains(write.descriptor()) -> found.add(i + 1);
                default -> {}
            }
        }
        return found;
    }

    @Test
    void theRecordRebuildsTheFolderToTheLastByte() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(recorded, true);
        events.forEach(disk::apply);
        Path rebuilt = folder.resolve("rebuilt");
        disk.write(rebuilt, Loss.NOTHING, new Random(seed));
        assertThat(files(rebuilt)).isEqualTo(files(recorded)).hasSizeGreaterThan(5);
        for (Path file : files(recorded)) {
            assertThat(rebuilt.resolve(file)).hasSameBinaryContentAs(recorded.resolve(file));
        }
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(Files::isRegularFile).map(in::relativize).sorted().toList();
        }
    }

    @Test
    void theWorkloadMakesFilesMergesThemAndGivesThemUp() {
        assertThat(events.stream()
                        .filter(event -> event instanceof DiskEvent.Unlink unlink
                                && unlink.path().toString().endsWith(".sst")))
                .hasSizeGreaterThan(10);
        assertThat(events.stream()
                        .filter(event -> event instanceof DiskEvent.Open opened
                                && opened.made()
                                && opened.path().toString().endsWith(".log")))
                .hasSizeGreaterThan(10);
    }

    @Test
    void afterALossOfPowerEverythingAcknowledgedIsThere() throws IOException {
        Random random = new Random(seed);
        List<Integer> openings = openings();
        List<Integer> cuts = IntStream.range(0, IMAGES)
                .mapToObj(i -> i % OPENINGS == 0
                        ? openings.get(random.nextInt(openings.size()))
                        : random.nextInt(events.size() + 1))
                .sorted()
                .toList();
        List<String> bad = faulty(cuts, true, Loss.values(), random);
        System.out.printf(
                "power loss, RocksDB: %d images of %d events, seed %d, lost or unusable: %d%n",
                cuts.size(), events.size(), seed, bad.size());
        assertThat(bad).isEmpty();
    }

    /// The moments from the opening of a store to its first batch.
    private List<Integer> openings() {
        return IntStream.iterate(0, session -> session < BATCHES, session -> session + SESSION)
                .flatMap(session ->
                        IntStream.range(session == 0 ? 0 : acknowledged.get(session - 1), acknowledged.get(session)))
                .boxed()
                .toList();
    }

    @Test
    void whatAKillLeavesAfterAnyBatchHoldsEverythingAcknowledged() throws IOException {
        int step = Math.max(1, BATCHES / KILLS);
        int phase = new Random(seed).nextInt(step);
        List<Integer> cuts = IntStream.iterate(phase, i -> i < BATCHES, i -> i + step)
                .mapToObj(acknowledged::get)
                .toList();
        List<String> bad = faulty(cuts, true, new Loss[] {Loss.NOTHING}, new Random(seed));
        System.out.printf(
                "crash images, RocksDB: %d of %d commits, seed %d, lost or unusable: %d%n",
                cuts.size(), BATCHES, seed, bad.size());
        assertThat(bad).isEmpty();
    }

    /// The control: the simulation sees what the syncing is for.
    @Test
    void aDiskThatIgnoresSyncsLosesWhatWasAcknowledged() throws IOException {
        List<Integer> cuts = List.of(events.size() / 4, events.size() / 3, events.size() / 2);
        Loss[] losses = {Loss.EVERYTHING, Loss.SOME_WRITES, Loss.SOME_SECTORS};
        assertThat(faulty(cuts, false, losses, new Random(seed))).hasSize(3);
    }

    /// @param cuts moments in their order, as numbers of events
    /// @return of each image that is not as it has to be, what is wrong with it
    private List<String> faulty(List<Integer> cuts, boolean syncs, Loss[] losses, Random random) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(recorded, syncs);
        Holdings holdings = new Holdings();
        List<String> bad = new ArrayList<>();
        int applied = 0;
        int told = 0;
        for (int i = 0; i < cuts.size(); i++) {
            while (applied < cuts.get(i)) {
                disk.apply(events.get(applied++));
            }
            while (told < BATCHES && acknowledged.get(told) <= applied) {
                holdings.apply(batches.get(told++));
            }
            Loss loss = losses[i % losses.length];
            List<String> faults = faults(disk, loss, holdings, told, random);
            if (!faults.isEmpty()) {
                bad.add("cut at event " + applied + ", after batch " + told + ", lost " + loss + ": " + faults);
            }
        }
        return bad;
    }

    private List<String> faults(SimulatedDisk disk, Loss loss, Holdings holdings, int told, Random random)
            throws IOException {
        Path image = Files.createTempDirectory(memory, "image");
        try {
            disk.write(image, loss, random);
            try (RocksMailboxStore store =
                    RocksMailboxStore.open(image.resolve(RecordedMailbox.STORE), RecordedMailbox.MEMTABLE_BYTES)) {
                return faults(store, holdings, told);
            } catch (StorageFailure e) {
                return List.of("does not open: " + e.getMessage());
            }
        } finally {
            delete(image);
        }
    }

    /// The batch that was under way is there as a whole or not at all.
    private List<String> faults(MailboxStore store, Holdings holdings, int told) {
        List<String> faults = holdings.faultsOf(store);
        if (faults.isEmpty() || told == BATCHES) {
            return faults;
        }
        Holdings withNext = new Holdings(holdings);
        withNext.apply(batches.get(told));
        return withNext.faultsOf(store).isEmpty() ? List.of() : faults;
    }

    private static void delete(Path image) throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
