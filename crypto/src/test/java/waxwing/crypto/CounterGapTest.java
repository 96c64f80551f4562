package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signal.libsignal.protocol.message.SignalMessage;
import waxwing.crypto.DecryptResult.Plain;
import waxwing.crypto.DecryptResult.Reason;
import waxwing.crypto.DecryptResult.Undecryptable;
import waxwing.model.AccountId;

/// A message that skips many others must not stop an end (libsignal 0.86.5 needs seconds for one).
final class CounterGapTest {
    private final MutableClock clock = new MutableClock();
    private final Random random = new Random(3);
    private final End alice = new End(random, clock);
    private final End bob = new End(random, clock);

    @Test
    void thePositionsAreReadAsLibsignalWroteThem() throws Exception {
        alice.converseWith(bob);
        Ciphertext last = alice.encrypt(bob, "0");
        bob.read(alice, last);
        for (int i = 1; i <= 9; i++) {
            last = alice.encrypt(bob, Integer.toString(i));
            bob.read(alice, last);
        }
        SignalMessage message = new SignalMessage(last.bytes().toByteArray());
        ByteString chain = ByteString.copyFrom(message.getSenderRatchetKey().serialize());

        SecretBytes record = bob.vault.session(alice.address).orElseThrow();

        assertThat(CounterGapPolicy.states(record)).hasSize(1);
        assertThat(CounterGapPolicy.states(record).getFirst().chains()).containsEntry(chain, message.getCounter() + 1);
        bob.sessions.archive(alice.address);
        SecretBytes archived = bob.vault.session(alice.address).orElseThrow();
        assertThat(CounterGapPolicy.states(archived).getLast().chains()).containsEntry(chain, message.getCounter() + 1);
    }

    /// The sender repeats the opening until it has an answer.
    @Test
    void manyMessagesBeforeTheFirstAnswerAreAllRead() {
        alice.start(bob);

        for (int i = 0; i < 1_000; i++) {
            String text = Integer.toString(i);
            Ciphertext opening = alice.encrypt(bob, text);
            assertThat(opening.form()).isEqualTo(CiphertextForm.PREKEY);
            assertThat(bob.read(alice, opening)).isEqualTo(text);
        }
    }

    /// Whatever states are archived beside the one that the messages belong to, and be that archived itself.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongBacklogIsReadBesideArchivedStates(boolean ownStateIsArchived) {
        for (int i = 0; i < 5; i++) {
            alice.converseWith(bob);
            bob.sessions.archive(alice.address);
            alice.sessions.archive(bob.address);
        }
        alice.converseWith(bob);
        bob.read(alice, alice.encrypt(bob, "begin"));
        if (ownStateIsArchived) {
            bob.sessions.archive(alice.address);
        }

        for (int i = 0; i < 1_000; i++) {
            String text = Integer.toString(i);
            assertThat(bob.read(alice, alice.encrypt(bob, text))).isEqualTo(text);
        }
    }

    @Test
    void anHonestGapIsRead() {
        alice.converseWith(bob);
        Ciphertext message = skipping(500);

        assertThat(bob.read(alice, message)).isEqualTo("after the gap");
    }

    @Test
    void aJumpBeyondTheBoundIsNotTried() {
        alice.converseWith(bob);
        List<Object> before = bob.vault.snapshot();

        assertThat(bob.decrypt(alice, skipping(CounterGapPolicy.LARGEST_GAP + 1)))
                .isEqualTo(new Undecryptable(Reason.COUNTER_GAP));
        assertThat(bob.vault.snapshot()).isEqualTo(before);
    }

    @Test
    void aJumpInAnOpeningMessageIsNotTriedEither() {
        alice.start(bob);

        assertThat(bob.decrypt(alice, skipping(CounterGapPolicy.LARGEST_GAP + 1)))
                .isEqualTo(new Undecryptable(Reason.COUNTER_GAP));
    }

    @Test
    void refusingAnAbsurdJumpIsFarCheaperThanAnAllowedOne() {
        alice.converseWith(bob);
        Ciphertext allowed = skipping(1_500);
        Ciphertext absurd = skipping(4_000);

        long refusing = nanosOf(() -> assertThat(bob.decrypt(alice, absurd)).isInstanceOf(Undecryptable.class));
        long skipping = nanosOf(() -> assertThat(bob.decrypt(alice, allowed)).isInstanceOf(Plain.class));

        assertThat(refusing).isLessThan(skipping / 5);
    }

    @Test
    void everyArchivedStateCountsForAMessageOfUnknownChain() {
        List<SecretBytes> records = new ArrayList<>();
        alice.converseWith(bob);
        records.add(bob.vault.session(alice.address).orElseThrow());
        for (int i = 0; i < 3; i++) {
            bob.start(alice);
        }
        records.add(bob.vault.session(alice.address).orElseThrow());
        ByteString unknownChain = ByteString.copyFrom(new byte[33]);

        long one = CounterGapPolicy.price(
                CounterGapPolicy.states(records.getFirst()), unknownChain, 1_000, Optional.empty());
        long four = CounterGapPolicy.price(
                CounterGapPolicy.states(records.getLast()), unknownChain, 1_000, Optional.empty());

        assertThat(four).isEqualTo(4 * one);
    }

    @Test
    void aSenderThatSkipsAgainAndAgainRunsOutOfBudget() {
        SkipBudget budget = new SkipBudget();
        AccountId sender = new AccountId(new UUID(1, 1));
        AccountId another = new AccountId(new UUID(2, 2));
        Instant now = clock.instant();
        for (int i = 0; i < 4; i++) {
            assertThat(budget.take(sender, CounterGapPolicy.HIGHEST_PRICE, now)).isTrue();
        }

        assertThat(budget.take(sender, CounterGapPolicy.HIGHEST_PRICE, now)).isFalse();
        assertThat(budget.take(sender, 0, now)).isTrue();
        assertThat(budget.take(another, CounterGapPolicy.HIGHEST_PRICE, now)).isTrue();
        assertThat(budget.take(
                        sender,
                        CounterGapPolicy.HIGHEST_PRICE,
                        now.plus(SkipBudget.WINDOW).plus(Duration.ofSeconds(1))))
                .isTrue();
    }

    @Test
    void aRecordThatAPeerBlewUpIsDroppedAfterItsMessageWasRead() {
        alice.converseWith(bob);
        while (bob.vault.session(alice.address).isPresent()) {
            assertThat(bob.read(alice, skipping(1_950))).isEqualTo("after the gap");
            clock.advance(SkipBudget.WINDOW.plusSeconds(1));
            bob.vault
                    .session(alice.address)
                    .ifPresent(record ->
                            assertThat(record.toArray()).hasSizeLessThanOrEqualTo(ProtocolScratch.LARGEST_RECORD));
            if (bob.vault.session(alice.address).isPresent()) {
                alice.read(bob, bob.encrypt(alice, "a new chain, please"));
            }
        }

        assertThat(bob.sessions.has(alice.address)).isFalse();
        bob.start(alice);
        assertThat(alice.read(bob, bob.encrypt(alice, "afresh"))).isEqualTo("afresh");
    }

    private Ciphertext skipping(int messages) {
        for (int i = 0; i < messages; i++) {
            alice.encrypt(bob, "lost");
        }
        return alice.encrypt(bob, "after the gap");
    }

    private static long nanosOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
