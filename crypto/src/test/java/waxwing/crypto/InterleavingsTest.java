package waxwing.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two ends, a relay that drops, repeats and reorders, crashes before any commit, lost sessions, ratchets that went
/// back, ends that register again with new keys: whatever happens, every message is shown once in the end, and what is
/// written then is read at once. The seed names a run; it is in the test's name.
final class InterleavingsTest {
    private static final int STEPS = 150;

    private final MutableClock clock = new MutableClock();

    static List<Long> seeds() {
        String one = System.getProperty("waxwing.seed");
        return one != null
                ? List.of(Long.parseLong(one))
                : new Random(2_026)
                        .longs(Integer.getInteger("waxwing.seeds", 15), 0, 1_000_000)
                        .boxed()
                        .toList();
    }

    @ParameterizedTest(name = "seed {0} (repeat it with -Dwaxwing.seed={0})")
    @MethodSource("seeds")
    void everyMessageIsShownOnceInTheEnd(long seed) {
        Random random = new Random(seed);
        Party alice = new Party(new End(random, clock), random);
        Party bob = new Party(new End(random, clock), random);
        alice.peer = bob;
        bob.peer = alice;

        for (int step = 0; step < STEPS; step++) {
            Party party = random.nextBoolean() ? alice : bob;
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> party.write();
                case 4, 5, 6, 7 -> party.receive(random.nextInt(4) == 0);
                case 8 -> party.dropOne();
                case 9 -> party.repeatOne();
                case 10 -> party.reorder();
                case 11 -> party.remember();
                case 12 -> party.goBack();
                default -> party.breakDown(clock);
            }
        }
        settle(alice, bob);

        assertThat(alice.shown).containsExactlyInAnyOrderElementsOf(bob.written);
        assertThat(bob.shown).containsExactlyInAnyOrderElementsOf(alice.written);
        assertConverged(alice, bob);
        assertConverged(bob, alice);
    }

    /// Nothing has to be repaired any more.
    private static void assertConverged(Party from, Party to) {
        int repairs = from.repairs + to.repairs;
        from.write();
        from.resendUnshown();
        while (!to.mailbox.isEmpty()) {
            to.receive(false);
        }
        assertThat(to.shown).contains(from.written.getLast());
        assertThat(from.repairs + to.repairs).isEqualTo(repairs);
    }

    @ParameterizedTest(name = "seed {0} (repeat it with -Dwaxwing.seed={0})")
    @MethodSource("seeds")
    void whileTheRelayKeepsOrderCrashesAndRepetitionsCostNothing(long seed) {
        Random random = new Random(seed);
        Party alice = new Party(new End(random, clock), random);
        Party bob = new Party(new End(random, clock), random);
        alice.peer = bob;
        bob.peer = alice;

        for (int step = 0; step < STEPS; step++) {
            Party party = random.nextBoolean() ? alice : bob;
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> party.write();
                case 3, 4, 5 -> party.receive(random.nextInt(4) == 0);
                default -> party.repeatLast();
            }
        }
        while (!alice.mailbox.isEmpty() || !bob.mailbox.isEmpty()) {
            alice.receive(false);
            bob.receive(false);
        }

        assertThat(alice.shown).containsExactlyElementsOf(bob.left);
        assertThat(bob.shown).containsExactlyElementsOf(alice.left);
        assertThat(alice.repairs + bob.repairs).isZero();
    }

    /// The relay behaves from now on: what is unconfirmed is sent again until all is shown.
    private static void settle(Party alice, Party bob) {
        for (int round = 0; round < 20; round++) {
            alice.resendUnshown();
            bob.resendUnshown();
            while (!alice.mailbox.isEmpty() || !bob.mailbox.isEmpty()) {
                alice.receive(false);
                bob.receive(false);
            }
        }
    }

    /// One end with its mailbox at the relay, and what an end does about a message that it can't read.
    private static final class Party {
        private static final String REPAIR = "repair ";

        private final Random random;
        private End end;
        private Optional<InMemoryKeyVault.Memory> memory = Optional.empty();
        private final List<Delivery> mailbox = new ArrayList<>();
        private final List<String> written = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private final Set<String> known = new LinkedHashSet<>();
        private final Set<Integer> seen = new HashSet<>();
        private final Map<Integer, String> sent = new HashMap<>();
        private final List<String> left = new ArrayList<>();
        private Party peer = this;
        private int repairs;
        private int submits;
        private int bundlesTaken;

        Party(End end, Random random) {
            this.end = end;
            this.random = random;
        }

        void write() {
            String text = "message " + random.nextLong();
            written.add(text);
            send(text);
        }

        void resendUnshown() {
            written.stream().filter(text -> !peer.shown.contains(text)).toList().forEach(this::send);
        }

        private void send(String text) {
            int submit = submits++;
            sent.put(submit, text);
            boolean crash = random.nextInt(10) == 0;
            try {
                Ciphertext ciphertext = end.vault.inTransaction(() -> {
                    Ciphertext made = encrypt(text);
                    if (crash) {
                        throw new CrashException();
                    }
                    return made;
                });
                peer.mailbox.add(new Delivery(submit, ciphertext));
                left.add(text);
            } catch (CrashException _) {
                // The ratchet is where it was, and nothing left this end.
            }
        }

        /// A new key is accepted at once, and a session with another installation is forgotten, as the relay's answer
        /// to a submit would have it.
        private Ciphertext encrypt(String text) {
            IdentityKey key = peer.end.vault.ownIdentity().publicKey();
            if (end.sessions
                    .identityOf(peer.end.address.account())
                    .filter(known -> known.changed() || !known.accepted().equals(key))
                    .isPresent()) {
                end.sessions.accept(peer.end.address.account(), key);
                end.sessions.forget(peer.end.address);
            }
            if (!end.sessions.has(peer.end.address)) {
                Bundle bundle = peer.bundlesTaken++ < 90 ? peer.end.bundle() : peer.end.lastResortBundle();
                assertThat(end.sessions.start(peer.end.address, bundle)).isEqualTo(new StartResult.Started());
            }
            return end.encrypt(peer.end, text);
        }

        void receive(boolean crash) {
            if (mailbox.isEmpty()) {
                return;
            }
            Delivery delivery = mailbox.getFirst();
            try {
                end.vault.inTransaction(() -> {
                    DecryptResult result = end.decrypt(peer.end, delivery.ciphertext());
                    if (crash) {
                        throw new CrashException();
                    }
                    mailbox.removeFirst();
                    boolean first = seen.add(delivery.submit());
                    switch (result) {
                        case DecryptResult.Plain plain -> took(plain.content().toString(UTF_8));
                        case DecryptResult.Duplicate _ -> {
                            // A key that was used before, in another submit: an end's ratchet went back.
                            if (first) {
                                askAgain(delivery);
                            }
                        }
                        case DecryptResult.Undecryptable _ -> askAgain(delivery);
                    }
                    return delivery;
                });
            } catch (CrashException _) {
                // The delivery was not acknowledged: it comes again.
            }
        }

        private void askAgain(Delivery delivery) {
            repairs++;
            end.sessions.archive(peer.end.address);
            send(REPAIR + delivery.submit());
        }

        private void took(String text) {
            if (text.startsWith(REPAIR)) {
                String again = sent.get(Integer.parseInt(text.substring(REPAIR.length())));
                if (again != null) {
                    send(again);
                }
            } else if (known.add(text)) {
                shown.add(text);
            }
        }

        void dropOne() {
            if (!mailbox.isEmpty()) {
                mailbox.remove(random.nextInt(mailbox.size()));
            }
        }

        void repeatOne() {
            if (!mailbox.isEmpty()) {
                mailbox.add(mailbox.get(random.nextInt(mailbox.size())));
            }
        }

        void repeatLast() {
            if (!mailbox.isEmpty()) {
                mailbox.add(mailbox.getLast());
            }
        }

        void reorder() {
            if (!mailbox.isEmpty()) {
                mailbox.add(mailbox.removeFirst());
            }
        }

        void remember() {
            memory = Optional.of(end.vault.memory());
        }

        /// As after a restored backup: keys that were used are used again. What was shown stays shown.
        void goBack() {
            memory.ifPresent(end.vault::goBackTo);
        }

        void breakDown(MutableClock clock) {
            switch (random.nextInt(8)) {
                case 0, 1 -> end.sessions.forget(peer.end.address);
                case 2 -> registerAgain(clock);
                default -> {}
            }
        }

        /// The relay wipes what waited for the installation before.
        private void registerAgain(MutableClock clock) {
            end = new End(random, clock, end.address);
            memory = Optional.empty();
            bundlesTaken = 0;
            mailbox.clear();
        }
    }

    private record Delivery(int submit, Ciphertext ciphertext) {}

    private static final class CrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
