package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A folder on a disk that may lose its power, built from what a program did to it.
///
/// The model: a sync of a file makes its contents durable, and the name under which it was made, as ext4 does; a
/// sync of a folder makes its names durable. Of the writes since then any part may be on the disk, in any order
/// and torn between sectors of 512 bytes; of the changes to a folder's names the first ones, up to any of them.
///
/// RocksDB's list of its files (`MANIFEST-…`) only grows over what is on the disk, as files do on ext4
/// (data=ordered), XFS and Btrfs: RocksDB refuses to open one with a hole in its last, unsynced record.
final class SimulatedDisk {
    /// What is on the disk of that which was not synced.
    enum Loss {
        /// All, as after `kill -9`.
        NOTHING,
        EVERYTHING,
        /// Some of the writes and of the changes of names.
        SOME_WRITES,
        /// Some of the sectors of some of the writes, and some of the changes of names.
        SOME_SECTORS
    }

    private sealed interface Node {}

    private static final class File implements Node {
        private final FileContents durable = new FileContents();
        private final List<DiskEvent> pending = new ArrayList<>();
    }

    private static final class Folder implements Node {
        private final Map<String, Node> names = new HashMap<>();
        private final Map<String, Node> durable = new HashMap<>();
        private final List<Naming> pending = new ArrayList<>();
    }

    /// A change of a folder's names: what each of them stands for afterwards, if anything.
    private static final class Naming {
        private final Map<String, Optional<Node>> names;
        private boolean durable;

        private Naming(Map<String, Optional<Node>> names) {
            this.names = names;
        }

        private boolean made(Node node) {
            return names.size() == 1 && names.containsValue(Optional.of(node));
        }

        private void applyTo(Map<String, Node> target) {
            names.forEach((name, node) -> node.ifPresentOrElse(to -> target.put(name, to), () -> target.remove(name)));
        }
    }

    private final Path root;
    private final boolean syncs;
    private final Folder top = new Folder();
    private final Map<Integer, Node> open = new HashMap<>();

    /// @param root where the program's folder was
    /// @param syncs false for a disk that ignores what it is asked to sync
    SimulatedDisk(Path root, boolean syncs) {
        this.root = root;
        this.syncs = syncs;
    }

    void apply(DiskEvent event) {
        switch (event) {
            case DiskEvent.Open opened -> open(opened);
            case DiskEvent.Close closed -> open.remove(closed.descriptor());
            case DiskEvent.Write write -> file(write.descriptor()).pending.add(write);
            case DiskEvent.Truncate truncate ->
                file(truncate.descriptor()).pending.add(truncate);
            case DiskEvent.Extend extend -> file(extend.descriptor()).pending.add(extend);
            case DiskEvent.Zero zero -> file(zero.descriptor()).pending.add(zero);
            case DiskEvent.Sync sync -> {
                if (syncs) {
                    sync(opened(sync.descriptor()));
                }
            }
            case DiskEvent.SyncRange _ -> {}
            case DiskEvent.Rename rename -> rename(rename.from(), rename.to());
            case DiskEvent.Link link -> name(link.to(), Optional.of(node(link.from())));
            case DiskEvent.Unlink unlink -> name(unlink.path(), Optional.empty());
            case DiskEvent.MakeFolder made -> name(made.path(), Optional.of(new Folder()));
        }
    }

    private void open(DiskEvent.Open opened) {
        if (opened.made()) {
            name(opened.path(), Optional.of(new File()));
        }
        Node node = node(opened.path());
        open.put(opened.descriptor(), node);
        if (opened.truncated() && node instanceof File file) {
            file.pending.add(new DiskEvent.Truncate(opened.descriptor(), 0));
        }
    }

    private void rename(Path from, Path to) {
        Folder folder = folder(from);
        if (folder != folder(to)) {
            throw new IllegalStateException(from + ": renamed into another folder (expected: the same)");
        }
        change(folder, new Naming(Map.of(name(from), Optional.empty(), name(to), Optional.of(node(from)))));
    }

    private void name(Path path, Optional<Node> node) {
        change(folder(path), new Naming(Map.of(name(path), node)));
    }

    private static void change(Folder folder, Naming naming) {
        naming.applyTo(folder.names);
        folder.pending.add(naming);
    }

    private void sync(Node node) {
        switch (node) {
            case File file -> {
                file.pending.forEach(file.durable::apply);
                file.pending.clear();
                markMade(top, file);
            }
            case Folder folder -> {
                folder.pending.forEach(naming -> naming.applyTo(folder.durable));
                folder.pending.clear();
            }
        }
    }

    private static void markMade(Folder folder, File file) {
        folder.pending.stream().filter(naming -> naming.made(file)).forEach(naming -> naming.durable = true);
        folder.names.values().forEach(node -> {
            if (node instanceof Folder below) {
                markMade(below, file);
            }
        });
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private Folder folder(Path of) {
        if (node(of.resolveSibling("")) instanceof Folder folder) {
            return folder;
        }
        throw new IllegalStateException(of + ": not in a folder");
    }

    private Node node(Path path) {
        Node node = top;
        for (Path name : path.equals(root) ? Path.of("") : root.relativize(path)) {
            if (!name.toString().isEmpty()) {
                node = node instanceof Folder folder ? folder.names.get(name.toString()) : null;
            }
        }
        if (node == null) {
            throw new IllegalStateException(path + ": the record does not say how it was made");
        }
        return node;
    }

    private Node opened(int descriptor) {
        Node node = open.get(descriptor);
        if (node == null) {
            throw new IllegalStateException(descriptor + ": not open");
        }
        return node;
    }

    private File file(int descriptor) {
        if (opened(descriptor) instanceof File file) {
            return file;
        }
        throw new IllegalStateException(descriptor + ": not a file");
    }

    /// Writes the folder as it may be found after the power came back.
    void write(Path target, Loss loss, Random random) throws IOException {
        write(top, target, loss, random);
    }

    private static void write(Folder folder, Path target, Loss loss, Random random) throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, Node> named : surviving(folder, loss, random).entrySet()) {
            Path path = target.resolve(named.getKey());
            switch (named.getValue()) {
                case Folder below -> write(below, path, loss, random);
                case File file ->
                    contents(file, !named.getKey().startsWith("MANIFEST"), loss, random)
                            .writeTo(path);
            }
        }
    }

    private static Map<String, Node> surviving(Folder folder, Loss loss, Random random) {
        List<Naming> pending = folder.pending;
        int kept = switch (loss) {
            case NOTHING -> pending.size();
            case EVERYTHING -> 0;
            case SOME_WRITES, SOME_SECTORS -> random.nextInt(pending.size() + 1);
        };
        for (int i = kept; i < pending.size(); i++) {
            // A name that is durable keeps its order with whatever happened to it before.
            if (pending.get(i).durable && isNamed(pending.get(i), pending.subList(kept, i))) {
                kept = i + 1;
            }
        }
        Map<String, Node> names = new HashMap<>(folder.durable);
        pending.subList(0, kept).forEach(naming -> naming.applyTo(names));
        pending.subList(kept, pending.size()).stream()
                .filter(naming -> naming.durable)
                .forEach(naming -> naming.applyTo(names));
        return names;
    }

    private static boolean isNamed(Naming naming, List<Naming> before) {
        return before.stream().anyMatch(other -> other.names.keySet().stream().anyMatch(naming.names::containsKey));
    }

    private static FileContents contents(File file, boolean holes, Loss loss, Random random) {
        FileContents contents = new FileContents(file.durable, holes);
        for (DiskEvent event : file.pending) {
            switch (loss) {
                case NOTHING -> contents.apply(event);
                case EVERYTHING -> {}
                case SOME_WRITES -> {
                    if (random.nextBoolean()) {
                        contents.apply(event);
                    }
                }
                case SOME_SECTORS -> contents.applyTorn(event, random);
            }
        }
        return contents;
    }
}
