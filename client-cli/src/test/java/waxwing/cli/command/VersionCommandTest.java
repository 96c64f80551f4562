package waxwing.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theSourceIsTheFolderThatTheProgramWasBuiltInIfItIsStillThere() throws Exception {
        assertThat(VersionCommand.sourceIn("")).isEmpty();
        assertThat(VersionCommand.sourceIn(folder.toString())).isEmpty();
        Files.createFile(folder.resolve("LICENSE"));
        Files.createFile(folder.resolve("pom.xml"));
        assertThat(VersionCommand.sourceIn(folder.toString())).contains(folder);
    }
}
