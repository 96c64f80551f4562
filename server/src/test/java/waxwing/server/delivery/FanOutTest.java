package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.MismatchedDevices;
import waxwing.relay.v1.Submit;
import waxwing.server.MutableClock;
import waxwing.server.account.Caller;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.SqlAccountStore;
import waxwing.server.business.Businesses;
import waxwing.server.controls.Controls;
import waxwing.server.controls.WaitingMessages;
import waxwing.server.delivery.ChangingAccount.Installation;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxLimits;
import waxwing.server.mailbox.MemoryMailboxStore;
import waxwing.server.report.RelayTags;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Messages to accounts whose devices come and go meanwhile. `-Dwaxwing.fanout=20` makes it twenty times as long.
class FanOutTest {
    private static final int TIMES = Integer.getInteger("waxwing.fanout", 1);
    private static final int CHANGES = 60 * TIMES;
    /// Of a sender, as many during each change.
    private static final int MESSAGES = 10 * CHANGES;
    private static final int IN_FLIGHT = 32;
    private static final Rate UNLIMITED = Rate.of(1_000_000_000, Duration.ofMinutes(1));

    private final long seed = Long.getLong("waxwing.seed", System.nanoTime());
    private final MutableClock clock = new MutableClock();

    @Test
    void eachMessageReachesExactlyTheDevicesOfOneListOrIsRefusedAsOneListSays(@TempDir Path folder)
            throws InterruptedException {
        MailboxLimits limits =
                new MailboxLimits(10_000_000, 1L << 40, 65_536, 256L << 20, Duration.ofHours(25), Duration.ofHours(13));
        try (Database database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
                Mailbox mailbox = new Mailbox(new MemoryMailboxStore(), clock, limits);
                Controls controls = new Controls(database, clock)) {
            database.migrate("waxwing/server/db");
            RegisteredAccounts accounts = new RegisteredAccounts(new SqlAccountStore(database), clock);
            accounts.onDeviceRevoked(mailbox::wipe);
            ChangingAccount.Relay relay = new ChangingAccount.Relay(database, accounts, mailbox);
            Delivery delivery = new Delivery(
                    accounts,
                    mailbox,
                    new RelayTags(new byte[RelayTags.KEY_LENGTH]),
                    new SendLimits(
                            SendRates.of(new AccountLimiter.Rates(UNLIMITED, UNLIMITED), UNLIMITED, 1L << 40),
                            _ -> false,
                            clock),
                    clock);
            PersonGates gates = new PersonGates(new Businesses(database, clock), controls, new WaitingMessages());
            List<ChangingAccount> people = IntStream.range(0, 3)
                    .mapToObj(i -> new ChangingAccount(new AccountId(new UUID(i, i)), relay, new Random(seed + i)))
                    .toList();
            List<Sender> senders = new ArrayList<>();
            for (ChangingAccount from : people) {
                people.stream().filter(to -> to != from).forEach(to -> senders.add(new Sender(from, to)));
            }

            List<Thread> threads = new ArrayList<>();
            senders.forEach(sender -> threads.add(Thread.ofVirtual().start(() -> sender.run(delivery, gates))));
            people.forEach(person -> threads.add(Thread.ofPlatform().start(() -> changes(person))));
            for (Thread thread : threads) {
                thread.join();
            }
            senders.forEach(Sender::awaitAnswers);

            assertThat(senders).as("seed %s", seed).allSatisfy(Sender::checkAnswers);
            people.forEach(person -> check(person, senders));
        }
    }

    private static void changes(ChangingAccount person) {
        for (int change = 0; change < CHANGES; change++) {
            person.changeAtRandom();
        }
    }

    private void check(ChangingAccount person, List<Sender> senders) {
        person.phones().forEach((installation, phone) -> {
            if (!phone.isConnected()) {
                phone.connect();
            }
            int expected = senders.stream()
                    .mapToInt(sender -> sender.sentTo(person, installation).size())
                    .sum();
            if (!phone.isRemoved()) {
                await().until(() -> phone.texts().size() >= expected);
            }
            assertThat(phone.tooLate())
                    .as("seed %s, %s after its removal", seed, installation)
                    .isZero();
            for (Sender sender : senders) {
                List<String> sent = sender.sentTo(person, installation);
                List<String> got = phone.texts().stream().filter(sender::isOwn).toList();
                assertThat(got)
                        .as("seed %s, %s of %s", seed, installation, person.id())
                        .isEqualTo(phone.isRemoved() ? sent.subList(0, Math.min(got.size(), sent.size())) : sent);
            }
        });
    }

    /// One destination of a submit that was answered.
    private record Answered(
            ChangingAccount to, List<Installation> addressed, int firstList, int lastList, DestinationResult result) {}

    /// Sends from the first device of one account to the devices of another and to the other ones of its own.
    private final class Sender {
        private final ChangingAccount from;
        private final ChangingAccount to;
        private final Random random;
        private final Caller caller;
        private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
        private final List<List<Answered>> answers = new ArrayList<>(Collections.nCopies(MESSAGES, List.of()));

        Sender(ChangingAccount from, ChangingAccount to) {
            this.from = from;
            this.to = to;
            this.random = new Random(seed + 10L * from.id().hashCode() + to.id().hashCode());
            this.caller = from.firstDevice();
        }

        private String name() {
            return from.id() + " to " + to.id() + ": ";
        }

        boolean isOwn(String text) {
            return text.startsWith(name());
        }

        void run(Delivery delivery, PersonGates gates) {
            for (int message = 0; message < MESSAGES; message++) {
                awaitChange(message / (MESSAGES / CHANGES));
                inFlight.acquireUninterruptibly();
                int number = message;
                List<Installation> recipients = known(to);
                List<Installation> others = known(from).stream()
                        .filter(one -> !one.device().equals(DeviceId.PRIMARY))
                        .toList();
                int first = to.answered();
                int firstOwn = from.answered();
                Submit submit = Submits.to(to.id(), ciphertexts(recipients, number), clock).toBuilder()
                        .addDestinations(Destination.newBuilder()
                                .setAccountId(ByteString.copyFrom(from.id().toBytes()))
                                .addAllCiphertexts(ciphertexts(others, number)))
                        .build();
                delivery.send(caller, submit, gates.of(caller, submit), outcome -> {
                    List<DestinationResult> results = ((SendOutcome.Answered) outcome)
                            .result()
                            .getResults()
                            .getResultsList();
                    List<Answered> both = List.of(
                            new Answered(to, recipients, first, to.begun(), results.get(0)),
                            new Answered(from, others, firstOwn, from.begun(), results.get(1)));
                    synchronized (answers) {
                        answers.set(number, both);
                    }
                    inFlight.release();
                });
            }
        }

        private void awaitChange(int change) {
            try {
                to.awaitBegun(change);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /// The newest list, or sometimes an older one.
        private List<Installation> known(ChangingAccount account) {
            int newest = account.answered();
            return account.list(random.nextInt(8) == 0 ? random.nextInt(newest + 1) : newest);
        }

        private List<DeviceCiphertext> ciphertexts(List<Installation> installations, int number) {
            return installations.stream()
                    .map(one -> DeviceCiphertext.newBuilder()
                            .setDeviceId(one.device().value())
                            .setRegistrationId(one.registration())
                            .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                            .setCiphertext(ByteString.copyFromUtf8(name() + number))
                            .build())
                    .toList();
        }

        void awaitAnswers() {
            inFlight.acquireUninterruptibly(IN_FLIGHT);
            inFlight.release(IN_FLIGHT);
        }

        void checkAnswers() {
            List<Answered> all;
            synchronized (answers) {
                all = answers.stream().flatMap(List::stream).toList();
            }
            assertThat(all).hasSize(2 * MESSAGES).allMatch(this::isRight);
            assertThat(all.stream().filter(one -> one.result().hasAccepted()).count())
                    .as("accepted")
                    .isGreaterThan(MESSAGES / 10);
        }

        private boolean isRight(Answered answer) {
            return IntStream.rangeClosed(answer.firstList(), answer.lastList())
                    .mapToObj(number -> difference(expected(answer.to().list(number), answer), answer.addressed()))
                    .anyMatch(difference -> answer.result().hasAccepted()
                            ? difference.equals(MismatchedDevices.getDefaultInstance())
                            : difference.equals(answer.result().getMismatchedDevices()));
        }

        private List<Installation> expected(List<Installation> list, Answered answer) {
            return list.stream()
                    .filter(one -> answer.to() != from || !one.device().equals(DeviceId.PRIMARY))
                    .toList();
        }

        List<String> sentTo(ChangingAccount account, Installation installation) {
            List<String> texts = new ArrayList<>();
            synchronized (answers) {
                for (int number = 0; number < MESSAGES; number++) {
                    for (Answered answer : answers.get(number)) {
                        if (answer.to() == account
                                && answer.result().hasAccepted()
                                && answer.addressed().contains(installation)) {
                            texts.add(name() + number);
                        }
                    }
                }
            }
            return texts;
        }
    }

    private static MismatchedDevices difference(List<Installation> right, List<Installation> given) {
        MismatchedDevices.Builder wrong = MismatchedDevices.newBuilder();
        TreeSet<Integer> ids = new TreeSet<>();
        right.forEach(one -> ids.add(one.device().value()));
        given.forEach(one -> ids.add(one.device().value()));
        for (int id : ids) {
            Optional<Installation> wanted =
                    right.stream().filter(one -> one.device().value() == id).findFirst();
            Optional<Installation> found =
                    given.stream().filter(one -> one.device().value() == id).findFirst();
            if (wanted.isEmpty()) {
                wrong.addExtra(id);
            } else if (found.isEmpty()) {
                wrong.addMissing(id);
            } else if (!wanted.equals(found)) {
                wrong.addStale(id);
            }
        }
        return wrong.build();
    }
}
