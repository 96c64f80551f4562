package waxwing.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.MutableClock;
import waxwing.model.MalformedValueException;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class EventLogTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private EventLog log;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 4));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eventsAreReadInTheirOrderFromAnyCursorAndAfterARestart() {
        for (int i = 0; i < 5; i++) {
            append(i);
        }
        List<LoggedEvent> all = log.after(EventCursor.START, 10);
        close();
        open();

        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(0, 1, 2, 3, 4);
        assertThat(numbers(log.after(all.get(1).cursor(), 2))).containsExactly(2, 3);
        assertThat(log.after(all.get(4).cursor(), 10)).isEmpty();
        assertThat(log.end()).isEqualTo(all.get(4).cursor());
        assertThat(log.after(EventCursor.START, 10)).isEqualTo(all);
    }

    @Test
    void aReaderWhoFollowsWhileManyWriteMissesNothingAndSeesNothingTwice() throws Exception {
        int writers = 8;
        int each = 25;
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int first = writer * each;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    append(first + i);
                }
            }));
        }

        EventCursor cursor = EventCursor.START;
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < writers * each) {
            List<LoggedEvent> batch = log.awaitAfter(cursor, 7, LONG);
            assertThat(batch).as("after %d of %d", seen.size(), writers * each).isNotEmpty();
            cursor = batch.getLast().cursor();
            seen.addAll(numbers(batch));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        Set<Integer> once = new HashSet<>(seen);
        assertThat(once).hasSize(writers * each);
        assertThat(log.after(cursor, 10)).isEmpty();
        for (int writer = 0; writer < writers; writer++) {
            int first = writer * each;
            assertThat(seen.stream().filter(number -> number / each == first / each))
                    .as("one writer's events keep their order")
                    .isSorted();
        }
    }

    @Test
    void aLongLogThatNobodyHasReadIsNumberedInItsOrder() {
        int count = 3_500;
        database.inTransaction(_ -> {
            IntStream.range(0, count).forEach(this::append);
            return count;
        });

        assertThat(numbers(log.after(EventCursor.START, 10)))
                .isEqualTo(IntStream.range(0, 10).boxed().toList());
        assertThat(numbers(log.after(EventCursor.START, count + 1)))
                .isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(log.end().sequence()).isEqualTo(count);
    }

    @Test
    void aLookForWhatHasNoNumberReadsNoMoreThanItTakes() {
        append(0);
        log.end();
        database.inTransaction(_ -> {
            IntStream.range(0, 500).forEach(this::append);
            return log;
        });

        String plan = database.read(handle -> handle.createQuery("EXPLAIN ANALYZE " + SqlEventStore.UNNUMBERED)
                .bind("limit", 20)
                .mapTo(String.class)
                .one());

        assertThat(plan).contains("scanCount: 20 ");
    }

    @Test
    void anEventOfATransactionThatFailsNeverHappened() {
        List<String> told = new ArrayList<>();
        log.onArrival(() -> told.add("arrival"));
        assertThatThrownBy(() -> database.inTransaction(_ -> {
                    append(1);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(log.after(EventCursor.START, 10)).isEmpty();
        assertThat(told).isEmpty();
        append(2);
        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(2);
        assertThat(told).containsExactly("arrival");
    }

    @Test
    void whoWaitsIsWokenByTheNextEventAndByTheEndOfTheLog() throws Exception {
        var begun = new CountDownLatch(1);
        var waiting = new FutureTask<>(() -> {
            begun.countDown();
            return log.awaitAfter(EventCursor.START, 10, LONG);
        });
        Thread.ofVirtual().start(waiting);
        begun.await();
        append(1);
        List<LoggedEvent> found = waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(numbers(found)).containsExactly(1);

        EventCursor end = found.getLast().cursor();
        var forNothing = new FutureTask<>(() -> log.awaitAfter(end, 10, LONG.multipliedBy(10)));
        Thread.ofVirtual().start(forNothing);
        log.close();
        assertThat(forNothing.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void eventsThatNobodyReadsAreForgottenToo() {
        append(1);
        clock.advance(Duration.ofDays(90));
        log.forgetOld();
        append(2);

        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(2);
    }

    @Test
    void eventsAreKeptForNinetyDays() {
        append(1);
        clock.advance(Duration.ofDays(89));
        append(2);
        EventCursor second = log.end();
        log.forgetOld();
        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(1, 2);

        clock.advance(Duration.ofDays(1));
        log.forgetOld();
        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(2);
        append(3);
        assertThat(numbers(log.after(second, 10))).containsExactly(3);
    }

    @Test
    void whoAsksBehindAForgottenEventIsToldSoAndWhoHasReadItIsNot() throws Exception {
        for (int i = 1; i <= 3; i++) {
            append(i);
        }
        List<LoggedEvent> all = log.after(EventCursor.START, 10);
        clock.advance(Duration.ofDays(90));
        append(4);
        log.forgetOld();

        assertThatThrownBy(() -> log.awaitAfter(all.get(1).cursor(), 10, Duration.ZERO))
                .isInstanceOf(CursorExpiredException.class);
        assertThat(numbers(log.awaitAfter(all.get(2).cursor(), 10, Duration.ZERO)))
                .containsExactly(4);
        assertThat(numbers(log.awaitAfter(EventCursor.START, 10, Duration.ZERO)))
                .containsExactly(4);
        assertThat(numbers(log.after(all.get(1).cursor(), 10))).containsExactly(4);
    }

    @Test
    void moreOldEventsThanOneTransactionTakesAreForgotten() {
        int many = 1_203;
        database.inTransaction(_ -> {
            for (int i = 0; i < many; i++) {
                append(i);
            }
            return many;
        });
        clock.advance(Duration.ofDays(90));
        append(many);
        log.forgetOld();

        assertThat(numbers(log.after(EventCursor.START, 10))).containsExactly(many);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cur_",
                "0",
                "cur_AQAAAAAAAAA",
                "cur_AQAAAAAAAAAA=",
                "cur_AgAAAAAAAAAA",
                "cur_AQAAAAAAAAAB ",
                "cur_Af__________",
                "AQAAAAAAAAAB",
                "cur_!!!!!!!!!!!!"
            })
    void whatIsNoCursorIsToldSo(String text) {
        assertThatThrownBy(() -> EventCursor.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void aCursorIsReadAsItWasWritten() {
        for (long sequence : new long[] {0, 1, 255, 1L << 40, Long.MAX_VALUE}) {
            assertThat(EventCursor.parse(new EventCursor(sequence).toString()).sequence())
                    .isEqualTo(sequence);
        }
    }

    @Test
    void anEventDoesNotPrintWhatItHolds() {
        log.append(
                EventType.MESSAGE_RECEIVED,
                clock.instant(),
                JsonNodeFactory.instance.objectNode().put("text", "heron"));

        assertThat(log.after(EventCursor.START, 10).toString()).doesNotContain("heron");
    }

    private void append(int number) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("number", number);
        log.append(EventType.MESSAGE_ACCEPTED, clock.instant(), data);
    }

    private static List<Integer> numbers(List<LoggedEvent> events) {
        return events.stream().map(event -> event.data().path("number").asInt()).toList();
    }
}
