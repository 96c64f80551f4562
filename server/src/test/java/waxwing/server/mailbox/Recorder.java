package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs a program of its own so that each write, force and change of a name below a folder is recorded, by a small
/// library in C that stands between it and the kernel: `src/test/c/recorder.c`.
///
/// @param library the compiled one
record Recorder(Path library) {
    private static final Path SOURCE = Path.of("src", "test", "c", "recorder.c");

    /// Needs a C compiler.
    static Recorder compiled(Path into) throws IOException, InterruptedException {
        Path library = into.resolve("recorder.so");
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), SOURCE.toString())
                    .inheritIO()
                    .start();
            assertThat(compiler.waitFor()).as("cc compiles %s", SOURCE).isZero();
        } catch (IOException e) {
            throw new IOException("there is no C compiler: install one, on Debian by apt-get install gcc libc6-dev", e);
        }
        return new Recorder(library);
    }

    /// Runs a program to its end.
    ///
    /// @param folder of which the record is made; has no link in its path
    /// @param record the file that the record is written to
    void run(Path folder, Path record, Class<?> program, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder process = new ChildProgram(library.resolveSibling(""), program)
                .with(arguments)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("LD_PRELOAD", library.toString());
        process.environment().put("WAXWING_RECORD_FOLDER", folder.toString());
        process.environment().put("WAXWING_RECORD_LOG", record.toString());
        assertThat(process.start().waitFor())
                .as("%s ran to its end", program.getSimpleName())
                .isZero();
        assertThat(Files.size(record)).as("bytes of the record").isPositive();
    }
}
