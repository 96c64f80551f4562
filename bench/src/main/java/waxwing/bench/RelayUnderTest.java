package waxwing.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waxwing.model.RelayLink;

/// The relay that is measured: a process of its own, started with the launcher in development mode.
final class RelayUnderTest implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("verification code for (\\+[0-9]+): ([0-9]{6})");
    private static final String LINK = "relay link: ";
    private static final double CLOCK_TICKS_PER_SECOND = 100;

    private final Process process;
    private final BlockingQueue<String> link = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<String>> codes = new ConcurrentHashMap<>();

    RelayUnderTest(Path home, Path data) throws IOException {
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
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher code = CODE.matcher(line);
                if (line.startsWith(LINK)) {
                    link.add(line.substring(LINK.length()));
                } else if (code.matches()) {
                    codesFor(code.group(1)).add(code.group(2));
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private BlockingQueue<String> codesFor(String number) {
        return codes.computeIfAbsent(number, _ -> new LinkedBlockingQueue<>());
    }

    RelayLink awaitLink() throws InterruptedException {
        String text = link.poll(60, TimeUnit.SECONDS);
        if (text == null) {
            throw new IllegalStateException("the relay did not say its link within a minute");
        }
        link.add(text);
        return RelayLink.parse(text);
    }

    String awaitCode(String number) throws InterruptedException {
        String code = codesFor(number).poll(30, TimeUnit.SECONDS);
        if (code == null) {
            throw new IllegalStateException("the relay printed no code within 30 s");
        }
        return code;
    }

    /// Seconds of CPU, user and system, that the relay has used so far (proc(5), stat fields 14 and 15).
    double cpuSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / CLOCK_TICKS_PER_SECOND;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
