package waxwing.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two ends, a relay that drops, repeats and reorders, crashes before any commit, lost sessions: whatever
/// happens, every message is shown once in the end. The seed names a run; it is in the test's name.
final class InterleavingsTest {
    private static final int STEPS = 150;

    private final MutableClock clock = new MutableClock();

    static List<Long> seeds() {
        String one = System.getProperty("waxwing.seed");
        return one != null
                ? List.of(Long.parseLong(one))
                : new Random(2_026).longs(15, 0, 1_000_000).boxed().toList();
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
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> party.write();
                case 4, 5, 6, 7 -> party.receive(random.nextInt(4) == 0);
                case 8 -> party.dropOne();
                case 9 -> party.repeatOne();
                case 10 -> party.reorder();
                default -> party.loseSession();
            }
        }
        settle(alice, bob);

        assertThat(alice.shown).containsExactlyInAnyOrderElementsOf(bob.written);
        assertThat(bob.shown).containsExactlyInAnyOrderElementsOf(alice.written);
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

        private final End end;
        private final Random random;
        private final List<Delivery> mailbox = new ArrayList<>();
        private final List<String> written = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private final Set<String> known = new LinkedHashSet<>();
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

        private Ciphertext encrypt(String text) {
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
                    switch (result) {
                        case DecryptResult.Plain plain -> took(plain.content().toString(UTF_8));
                        case DecryptResult.Duplicate _ -> {}
                        case DecryptResult.Undecryptable _ -> {
                            repairs++;
                            end.sessions.archive(peer.end.address);
                            send(REPAIR + delivery.submit());
                        }
                    }
                    return delivery;
                });
            } catch (CrashException _) {
                // The delivery was not acknowledged: it comes again.
            }
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

        void loseSession() {
            if (random.nextInt(4) == 0) {
                end.sessions.forget(peer.end.address);
            }
        }
    }

    private record Delivery(int submit, Ciphertext ciphertext) {}

    private static final class CrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
