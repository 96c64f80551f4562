package waxwing.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A process that goes on beside the story. What it prints is kept, line by line, and can be waited for.
public final class Running implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    Running(List<String> command, Process process) {
        this.command = List.copyOf(command);
        this.process = process;
        this.outReader = reader(() -> collect(process.getInputStream(), out));
        this.errReader = reader(() -> collect(process.getErrorStream(), err));
    }

    /// A platform thread: a pipe's reader keeps the carrier of a virtual one, and of those there are as many as cores.
    private static Thread reader(Runnable work) {
        return Thread.ofPlatform().daemon().start(work);
    }

    private void collect(InputStream stream, List<String> lines) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException _) {
            // The process is gone, and its pipe with it.
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /// Waits for a line of standard output from index `from` on that fits.
    ///
    /// @throws StoryFailure if none came within `limit`, or the process ended without one
    public String awaitLine(int from, Predicate<String> fits, String what, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (true) {
                Optional<String> line = out.subList(Math.min(from, out.size()), out.size()).stream()
                        .filter(fits)
                        .findFirst();
                if (line.isPresent()) {
                    return line.get();
                }
                long left = deadline - System.nanoTime();
                if (left <= 0 || (!process.isAlive() && !outReader.isAlive())) {
                    throw new StoryFailure("waited for " + what + " from `waxwing " + String.join(" ", command)
                            + "`; it printed:\n" + String.join("\n", out) + "\n" + String.join("\n", err));
                }
                waitFor(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
            }
        }
    }

    private void waitFor(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoryFailure("interrupted while waiting", interrupted);
        }
    }

    /// Prints the lines of standard output that come from now on, until the process ends.
    void follow(PrintStream to) {
        int shown = lines().size();
        while (process.isAlive()) {
            List<String> lines = lines();
            lines.subList(shown, lines.size()).forEach(to::println);
            shown = lines.size();
            Eventually.pause();
        }
    }

    public synchronized List<String> lines() {
        return List.copyOf(out);
    }

    public synchronized String errors() {
        return String.join("\n", err);
    }

    public void type(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Writes all of its standard input and closes it. A process that has ended already does not mind.
    void input(String text) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It ended before it read everything; how it ended is what counts.
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL: the process gets no chance to do anything.
    public void kill9() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /// SIGTERM, and SIGKILL for one that has not ended after a minute.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the process's end and gives what it left behind.
    public Outcome awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new StoryFailure("`waxwing " + String.join(" ", command) + "` did not end within " + limit
                        + "; it printed:\n" + String.join("\n", lines()) + "\n" + errors());
            }
            outReader.join();
            errReader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoryFailure("interrupted while waiting", interrupted);
        }
        synchronized (this) {
            return new Outcome(
                    command,
                    process.exitValue(),
                    out.stream().map(line -> line + "\n").collect(Collectors.joining()),
                    String.join("\n", err));
        }
    }
}
