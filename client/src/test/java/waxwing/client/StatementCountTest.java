package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.Recipient;
import waxwing.content.v1.Entity;

/// How many SQL statements an end runs for a message to a person whom it has written to before. Most of what a message
/// costs a business is in them; whoever adds one has a reason, and raises the number here.
class StatementCountTest {
    /// Those of JDBI and those of plain JDBC.
    private static final List<String> KINDS = List.of("jdbi.statement", "waxwing.statement");

    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    /// To queue it: 4. To make its submit: 6, of which one is the look at what waits. To settle it: 2.
    private static final int FOR_A_MESSAGE = 12;

    /// After the last one: the look that finds nothing.
    private static final int FOR_NOTHING = 1;

    /// What an end does now and then by itself does not fall into each.
    private static final int TRIES = 3;

    private final End bakery = End.business("Bakery", relay).online();
    private final End bob = End.person("bob", relay).offline();
    private final AtomicInteger orders = new AtomicInteger();

    @AfterEach
    void close() {
        bakery.close();
        bob.close();
    }

    private MessageBody receipt() {
        return new MessageBody.ReceiptCard(Samples.receipt()
                .setEntity(Entity.newBuilder()
                        .setId("order-" + orders.incrementAndGet())
                        .setRevision(1))
                .build());
    }

    /// In one transaction, as a gateway does it, and carried until nothing is left.
    private void sends(int count) throws InterruptedException {
        Instant expires = End.environment().clock().instant().plus(Duration.ofDays(1));
        bakery.client()
                .together(() -> IntStream.range(0, count)
                        .mapToObj(_ -> bakery.client()
                                .send(
                                        bakery.client().newMessageId(),
                                        new Recipient.ByNumber(bob.number()),
                                        receipt(),
                                        expires))
                        .toList());
        assertThat(bakery.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
    }

    /// The statements that the bakery's end runs to send so many, at best.
    private List<String> statementsFor(int count) throws InterruptedException, IOException {
        List<String> fewest = statementsOnceFor(count);
        for (int more = 1; more < TRIES; more++) {
            List<String> again = statementsOnceFor(count);
            fewest = again.size() < fewest.size() ? again : fewest;
        }
        return fewest;
    }

    private List<String> statementsOnceFor(int count) throws InterruptedException, IOException {
        long thread =
                bakery.profile().database().read(_ -> Thread.currentThread().threadId());
        Path file = Files.createTempFile(relay.folder(), "statements", ".jfr");
        try (Recording recording = new Recording()) {
            KINDS.forEach(kind -> recording.enable(kind).withoutThreshold().withoutStackTrace());
            recording.start();
            sends(count);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> KINDS.contains(event.getEventType().getName()))
                .filter(event -> event.getThread().getJavaThreadId() == thread)
                .map(StatementCountTest::sql)
                .toList();
    }

    private static String sql(RecordedEvent statement) {
        return statement.getString("sql").replaceAll("\\s+", " ").strip();
    }

    @Test
    void aFurtherMessageToAPersonTakesFewStatements() throws InterruptedException, IOException {
        sends(1);

        assertThat(statementsFor(1)).isNotEmpty().hasSizeLessThanOrEqualTo(FOR_A_MESSAGE + FOR_NOTHING);
    }

    @Test
    void afterManyMessagesItIsLookedOnceForMore() throws InterruptedException, IOException {
        sends(1);

        assertThat(statementsFor(10)).isNotEmpty().hasSizeLessThanOrEqualTo(10 * FOR_A_MESSAGE + FOR_NOTHING);
    }
}
