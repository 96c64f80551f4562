package waxwing.server.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// A Java program in a process of its own, which finds RocksDB's library unpacked: one that is killed would leave
/// behind what it unpacked itself.
///
/// @param libraries the folder to unpack into, once
record ChildProgram(Path libraries, Class<?> main) {
    ProcessBuilder with(String... arguments) throws IOException {
        unpack();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.library.path=" + libraries,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private void unpack() throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        Path library = libraries.resolve(name);
        if (Files.notExists(library)) {
            try (InputStream packed = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(packed, name), library);
            }
        }
    }
}
