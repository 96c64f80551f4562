package waxwing.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waxwing.model.RelayLink;

/// The relay that is measured: a process of its own, started with the launcher in development mode.
final class RelayUnderTest implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("verification code for (\\+[0-9]+): ([0-9]{6})");
    private static final String LINK = "relay link: ";

    private final Process process;
    private final long startedAt = System.nanoTime();
    private final BlockingQueue<Ready> ready = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<String>> codes = new ConcurrentHashMap<>();
    private final Path gcLog;
    private volatile boolean stopped;

    private record Ready(RelayLink link, long nanos) {}

    /// @param data its data folder, made if there is none
    RelayUnderTest(Path home, Path data) throws IOException {
        gcLog = Files.createTempFile("waxwing-bench-", ".gc");
        process = new ProcessBuilder(List.of(
                        home.resolve("waxwing").toString(),
                        "relay",
                        "run",
                        "--dev",
                        "--data-dir",
                        data.toString(),
                        "--listen",
                        "127.0.0.1:0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread.ofPlatform().daemon().start(this::read);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher code = CODE.matcher(line);
                if (line.startsWith(LINK)) {
                    ready.add(new Ready(RelayLink.parse(line.substring(LINK.length())), System.nanoTime()));
                } else if (code.matches()) {
                    codesFor(code.group(1)).add(code.group(2));
                }
            }
        } catch (IOException problem) {
            // To stop a process closes what it was read through.
            if (!stopped) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    private BlockingQueue<String> codesFor(String number) {
        return codes.computeIfAbsent(number, _ -> new LinkedBlockingQueue<>());
    }

    RelayLink awaitLink() throws InterruptedException {
        return awaitReady().link();
    }

    private Ready awaitReady() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        Ready said = ready.poll();
        while (said == null) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the relay ended, or did not say its link within five minutes");
            }
            said = ready.poll(100, TimeUnit.MILLISECONDS);
        }
        ready.add(said);
        return said;
    }

    /// From the start of the process to its `relay link`, after which it serves.
    Duration timeToReady() throws InterruptedException {
        return Duration.ofNanos(awaitReady().nanos() - startedAt);
    }

    String awaitCode(String number) throws InterruptedException {
        String code = codesFor(number).poll(60, TimeUnit.SECONDS);
        if (code == null) {
            throw new IllegalStateException("the relay printed no code within a minute");
        }
        codes.remove(number);
        return code;
    }

    long pid() {
        return process.pid();
    }

    /// Has its virtual machine write down each pause of the garbage collector from now on.
    void logPauses() throws IOException, InterruptedException {
        jcmd("VM.log", "output=" + gcLog, "what=gc=info", "decorators=uptime");
    }

    /// The pauses since [#logPauses].
    GcPauses pauses() throws IOException {
        return GcPauses.read(gcLog);
    }

    /// Has it collect its garbage.
    void collectGarbage() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    private void jcmd(String... words) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(Stream.concat(Stream.of(jcmd, Long.toString(pid())), Stream.of(words))
                .toList());
    }

    /// Stands still for so long, as if the machine had been taken away (SIGSTOP, SIGCONT).
    void freeze(Duration time) throws IOException, InterruptedException {
        run(List.of("kill", "-STOP", Long.toString(pid())));
        try {
            Pause.of(time);
        } finally {
            run(List.of("kill", "-CONT", Long.toString(pid())));
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit status " + process.exitValue());
        }
    }

    @Override
    public void close() {
        stopped = true;
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(gcLog);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
