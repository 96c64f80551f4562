package waxwing.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final ProfileName PROFILE = ProfileName.DEFAULT;

    @TempDir
    private Path folder;

    private static Path socket(Map<String, String> variables) {
        return new Folders(variables).socket(PROFILE);
    }

    private static Path socketAt(Path home) {
        return socket(Map.of("WAXWING_HOME", home.toString()));
    }

    @Test
    void theSocketStandsInItsOwnHomeWhateverTheRuntimeFolderIs() {
        Path home = Path.of("/somewhere/a");
        assertThat(socket(Map.of("WAXWING_HOME", home.toString(), "XDG_RUNTIME_DIR", "/run/user/1000"))
                        .getParent())
                .isEqualTo(home.resolve("run"));
        assertThat(socket(Map.of("HOME", "/home/a", "XDG_RUNTIME_DIR", "/run/user/1000"))
                        .getParent())
                .isEqualTo(Path.of("/run/user/1000/waxwing"));
    }

    @Test
    void twoHomesNeverShareASocketHoweverLongTheirPathsAre() {
        String deep = "/somewhere/" + "é".repeat(30) + "/x".repeat(40) + UUID.randomUUID();
        List<Path> sockets = List.of(
                socketAt(Path.of("/somewhere/a")),
                socketAt(Path.of("/somewhere/b")),
                socketAt(Path.of(deep, "a")),
                socketAt(Path.of(deep, "b")));
        assertThat(sockets)
                .doesNotHaveDuplicates()
                .allSatisfy(socket -> assertThat(socket.toString().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThanOrEqualTo(107));
    }

    @Test
    void aRuntimeFolderOfALongPathIsNotUsed() {
        assertThat(socket(Map.of("HOME", "/home/a", "XDG_RUNTIME_DIR", "/run/" + "é".repeat(40))))
                .satisfies(socket -> assertThat(socket.toString()).startsWith("/tmp/waxwing-"));
    }

    @Test
    void aSymbolicLinkToAHomeLeadsToTheSameSocketName() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("data/default"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), home);
        assertThat(socketAt(link).getFileName()).isEqualTo(socketAt(home).getFileName());
    }
}
