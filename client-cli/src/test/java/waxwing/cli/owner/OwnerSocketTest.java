package waxwing.cli.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.terminal.Terminals;

class OwnerSocketTest {
    @TempDir
    private Path folder;

    private Path socket;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void nameTheSocket() {
        socket = folder.resolve("run/owner.sock");
    }

    private static Invocation call(String... words) {
        return new Invocation(
                new UUID(1, 2),
                List.of(words),
                Path.of("/somewhere"),
                Map.of("NO_COLOR", "1", "SECRET", "stays here"),
                Terminals.NONE);
    }

    private Forwarded forward(InputStream input, Invocation call) throws IOException {
        return new Forwarding(socket, input, out, err).run(call);
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandRunsInTheOwnerAndItsWordsAndExitCodeComeBack() throws Exception {
        CompletableFuture<Invocation> seen = new CompletableFuture<>();
        try (OwnerSocket _ = OwnerSocket.listen(socket, (invocation, io) -> {
            seen.complete(invocation);
            io.line(SafeText.of("data é"));
            io.note(SafeText.of("remark"));
            return 42;
        })) {
            assertThat(forward(input(""), call("send", "Jürgen", "--json"))).isEqualTo(new Forwarded.Ended(42));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("data é\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("remark\n");
        assertThat(seen.get().words()).containsExactly("send", "Jürgen", "--json");
        assertThat(seen.get().id()).isEqualTo(new UUID(1, 2));
        assertThat(seen.get().variables()).containsOnlyKeys("NO_COLOR");
    }

    @Test
    void inputIsFetchedOnlyAsFarAsTheCommandReads() throws Exception {
        InputStream keyboard = input("first\nsecond\n");
        try (OwnerSocket _ = OwnerSocket.listen(socket, (_, io) -> {
            io.line(SafeText.of("{}", io.readLine(100).orElseThrow()));
            return 0;
        })) {
            assertThat(forward(keyboard, call("read"))).isEqualTo(new Forwarded.Ended(0));
        }
        assertThat(out).hasToString("first\n");
        assertThat(new String(keyboard.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second\n");
    }

    @Test
    void anOwnerThatGoesAwayLeavesTheCommandToTheOtherProcess() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        OwnerSocket owner = OwnerSocket.listen(socket, (_, io) -> {
            io.line(SafeText.of("begun"));
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException _) {
                return 130;
            }
            return 0;
        });
        CompletableFuture<Forwarded> forwarded = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                forwarded.complete(forward(input(""), call("receive", "--follow")));
            } catch (IOException e) {
                forwarded.completeExceptionally(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        owner.close();
        assertThat(forwarded.get(10, TimeUnit.SECONDS)).isEqualTo(new Forwarded.OwnerLeft());
    }

    @Test
    void aSocketThatNobodyListensOnIsNoOwnerAndIsReplaced() throws Exception {
        assertThat(forward(input(""), call("chats"))).isEqualTo(new Forwarded.NoOwner());
        OwnerSocket.listen(socket, (_, _) -> 0).close();
        Files.createFile(socket);
        assertThat(forward(input(""), call("chats"))).isEqualTo(new Forwarded.NoOwner());
        try (OwnerSocket _ = OwnerSocket.listen(socket, (_, _) -> 7)) {
            assertThat(forward(input(""), call("chats"))).isEqualTo(new Forwarded.Ended(7));
        }
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void aFolderThatOthersCanEnterIsNotUsed() throws Exception {
        Files.createDirectories(socket.getParent());
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> OwnerSocket.listen(socket, (_, _) -> 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: your own folder");
        assertThat(forward(input(""), call("chats"))).isEqualTo(new Forwarded.NoOwner());
    }

    @Test
    void inputThatWasReadBeforeATakeoverIsReadAgainHoweverOftenThatIs() throws Exception {
        ReplayableInput replayable = new ReplayableInput(input("one two"));
        assertThat(new String(replayable.readNBytes(3), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(new String(replayable.again().readNBytes(5), StandardCharsets.UTF_8))
                .isEqualTo("one t");
        assertThat(new String(replayable.again().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("one two");
    }
}
