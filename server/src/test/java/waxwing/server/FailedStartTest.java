package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import waxwing.store.StorageFailure;

/// A relay that cannot start.
@Isolated("looks at the threads of the whole process")
class FailedStartTest {
    @Test
    void itLeavesNothingOpen(@TempDir Path folder) throws Exception {
        Path mailboxes = Files.writeString(folder.resolve("mailboxes"), "no folder");
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThatThrownBy(() -> TestRelay.start(folder)).isInstanceOf(StorageFailure.class);

        // A pool has ended a moment before its last thread has.
        await().untilAsserted(() -> {
            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            assertThat(left).extracting(Thread::getName).noneMatch(name -> name.startsWith("waxwing"));
        });
        Files.delete(mailboxes);
        TestRelay.start(folder).close();
    }
}
