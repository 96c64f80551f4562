package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.AccountBundles;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessMessagingGrpc.BusinessMessagingBlockingStub;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.RegisterResponse;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// A business that wants to know who blocks it probes a real relay: it takes keys and sends, again and
/// again, to people who block it, to numbers that nobody has, and to people who have been away for long.
/// It compares answers, statuses, keys and times.
///
/// The probes of all groups are mixed at random, one at a time, so that whatever else the machine does
/// hits all alike. A fourth group is of people like the third, whose answers this test itself delays:
/// they have to be told apart, else the others' being alike would mean nothing.
///
/// Every build makes 200 probes of each group and has to find a difference of some 3 ms. The more probes,
/// the smaller the difference that has to be found; 2,000 find one of a millisecond and take minutes:
///
///     mvn -pl server -am test -Dtest=IndistinguishableTest -Dsurefire.failIfNoSpecifiedTests=false -Dprobes=2000
///
/// What it measured is in `server/target/surefire-reports/waxwing.server.delivery.IndistinguishableTest-output.txt`.
class IndistinguishableTest {
    private static final int PROBES = Integer.getInteger("probes", 200);

    /// More than anybody has one-time keys, so that all run out.
    private static final int LEAST_ROUNDS = 25;

    private static final int NUMBERS = Math.clamp(PROBES / LEAST_ROUNDS, 1, 40);
    private static final int ROUNDS = Math.max(LEAST_ROUNDS, Math.ceilDiv(PROBES, NUMBERS));
    private static final int WARM_UP = 3;

    /// A shift is found if it is so many times the noise over the root of the number of values.
    private static final Duration ARTIFICIAL =
            Duration.ofNanos(Math.round(1e6 * Math.max(1, Math.sqrt(2_000.0 / (NUMBERS * ROUNDS)))));

    private final long seed = Long.getLong("waxwing.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private enum Group {
        BLOCKING(1),
        UNREGISTERED(2),
        AWAY(3),
        DELAYED(4);

        /// Of its phone numbers.
        private final int digit;

        Group(int digit) {
            this.digit = digit;
        }
    }

    private enum Step {
        KEYS,
        RECEIPT,
        OFFER
    }

    private record Target(Group group, String number) {}

    /// What a business saw of one group.
    private static final class Seen {
        private final Map<Step, List<Double>> micros = new EnumMap<>(Step.class);
        private final Map<String, Integer> answers = new HashMap<>();

        private void took(Step step, long nanos) {
            micros.computeIfAbsent(step, _ -> new ArrayList<>()).add(nanos / 1e3);
        }

        private void was(String answer) {
            answers.merge(answer, 1, Integer::sum);
        }

        private double[] micros(Step step) {
            return Objects.requireNonNull(micros.get(step)).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }

    private final Map<Group, Seen> seen = new EnumMap<>(Group.class);
    private final Map<ByteString, Group> groupOfAccount = new HashMap<>();
    private final Map<String, List<DeviceBundle>> bundles = new HashMap<>();

    @Test
    void aBusinessCannotTellWhoBlocksItFromWhoIsAwayOrNotThere(@TempDir Path folder) {
        try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
            TestDevice shop = TestDevice.ofBusiness(relay, "+12025550199").register();
            relay.approve(shop);
            List<Target> targets = targets(relay, shop);
            Channel channel = shop.channel();
            BusinessMessagingBlockingStub business = BusinessMessagingGrpc.newBlockingStub(channel);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                if (round == 0) {
                    seen.clear();
                }
                Collections.shuffle(targets, random);
                targets.forEach(target -> probe(relay, business, target));
                relay.clock().advance(Duration.ofSeconds(101));
            }
            statusesAreAlike(shop);
        }
        answersAreAlike();
        keysAreAlike();
        timesAreAlike();
    }

    private List<Target> targets(TestRelay relay, TestDevice shop) {
        List<Target> targets = new ArrayList<>();
        for (Group group : Group.values()) {
            for (int i = 0; i < NUMBERS; i++) {
                String number = "+1202" + (5_550_000 + 1_000 * group.digit + i);
                if (group != Group.UNREGISTERED) {
                    TestDevice person = registered(relay, number);
                    if (group == Group.BLOCKING) {
                        assertThat(ControlsGrpc.newBlockingStub(person.channel())
                                        .block(BlockRequest.newBuilder()
                                                .setAccountId(shop.accountBytes())
                                                .build())
                                        .hasChanged())
                                .isTrue();
                    }
                }
                targets.add(new Target(group, number));
            }
        }
        return targets;
    }

    /// Somebody of whose hundred one-time keys most are taken, as of a decoy's.
    private TestDevice registered(TestRelay relay, String number) {
        TestDevice person = TestDevice.ofPerson(relay, number);
        int left = random.nextInt(8, 25);
        var keys = person.keys(103 - left, left).toBuilder();
        keys.setSignedEc(person.signedEc(1)).setLastResortKyber(person.kyber(2));
        for (int i = 0; i < left; i++) {
            keys.setOneTimeKyber(i, keys.getOneTimeKyber(i).toBuilder().setKeyId(203 - left + i));
        }
        RegisterResponse answer = person.anonymous()
                .register(person.request(person.verifiedSession()).setKeys(keys).build());
        return person.registeredAs(answer.getRegistered());
    }

    private void probe(TestRelay relay, BusinessMessagingBlockingStub business, Target target) {
        Seen here = seen.computeIfAbsent(target.group(), _ -> new Seen());
        TakeBusinessBundlesRequest take = TakeBusinessBundlesRequest.newBuilder()
                .setPhoneNumber(target.number())
                .build();
        long began = System.nanoTime();
        AccountBundles taken = business.takeBundles(take).getBundles();
        delay(target.group());
        here.took(Step.KEYS, System.nanoTime() - began);
        assertThat(taken.getDevicesCount()).isEqualTo(1);
        DeviceBundle device = taken.getDevices(0);
        groupOfAccount.put(taken.getAccountId(), target.group());
        bundles.computeIfAbsent(target.number(), _ -> new ArrayList<>()).add(device);
        here.was("keys " + taken.getAllFields().keySet().size() + " " + device.getDeviceId());

        for (Step step : List.of(Step.RECEIPT, Step.OFFER)) {
            BusinessSubmit submit = BusinessSubmit.newBuilder()
                    .setSubmit(submit(relay, taken, device))
                    .setLabel(Label.newBuilder().setKind(MessageKind.valueOf(step.name())))
                    .build();
            long sent = System.nanoTime();
            SubmitResult result = business.submit(submit);
            delay(target.group());
            here.took(step, System.nanoTime() - sent);
            here.was(step + " " + shape(result));
        }
    }

    private static void delay(Group group) {
        if (group == Group.DELAYED) {
            long until = System.nanoTime() + ARTIFICIAL.toNanos();
            for (long left = ARTIFICIAL.toNanos(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private static Submit submit(TestRelay relay, AccountBundles taken, DeviceBundle device) {
        return Submits.to(
                AccountId.ofBytes(taken.getAccountId().toByteArray()),
                List.of(DeviceCiphertext.newBuilder()
                        .setDeviceId(device.getDeviceId())
                        .setRegistrationId(device.getRegistrationId())
                        .setType(CiphertextType.CIPHERTEXT_TYPE_PREKEY)
                        .setCiphertext(ByteString.copyFrom(new byte[2_000]))
                        .build()),
                relay.clock());
    }

    private static String shape(SubmitResult result) {
        assertThat(result.hasResults()).as(result.toString()).isTrue();
        DestinationResult one = result.getResults().getResults(0);
        return one.getOutcomeCase() + " " + one.getAllFields().keySet().size();
    }

    private Seen seen(Group group) {
        return Objects.requireNonNull(seen.get(group));
    }

    private void answersAreAlike() {
        assertThat(seen(Group.BLOCKING).answers)
                .as("seed %d", seed)
                .isEqualTo(seen(Group.UNREGISTERED).answers)
                .isEqualTo(seen(Group.AWAY).answers);
    }

    /// An offer is suppressed alike for all, and nothing else is ever told.
    private void statusesAreAlike(TestDevice shop) {
        Connected gateway = Connected.open(shop).prompt();
        List<Delivery> told = gateway.deliveries(Group.values().length * NUMBERS * (ROUNDS + WARM_UP));
        Map<Group, Map<String, Integer>> statuses = new EnumMap<>(Group.class);
        told.forEach(delivery -> statuses.computeIfAbsent(group(delivery), _ -> new HashMap<>())
                .merge(delivery.getStatus().getSuppressed().getCode().name(), 1, Integer::sum));
        assertThat(statuses.get(Group.BLOCKING))
                .containsOnlyKeys("RECIPIENT_NOT_OPTED_IN")
                .isEqualTo(statuses.get(Group.UNREGISTERED))
                .isEqualTo(statuses.get(Group.AWAY));
        gateway.drained();
        assertThat(gateway.deliveries()).hasSameSizeAs(told);
    }

    private Group group(Delivery delivery) {
        return Objects.requireNonNull(groupOfAccount.get(delivery.getStatus().getAccountId()));
    }

    /// One-time keys come one after the other, each once, until there are none; then the last-resort key
    /// serves.
    private void keysAreAlike() {
        assertThat(bundles.values()).allSatisfy(taken -> {
            List<DeviceBundle> withKey =
                    taken.stream().filter(DeviceBundle::hasOneTimeEc).toList();
            assertThat(withKey).hasSizeBetween(8, 24).isEqualTo(taken.subList(0, withKey.size()));
            for (int i = 0; i < withKey.size(); i++) {
                assertThat(withKey.get(i).getOneTimeEc().getKeyId()).isEqualTo(103 - withKey.size() + i);
                assertThat(withKey.get(i).getKyber().getKeyId()).isEqualTo(203 - withKey.size() + i);
            }
            assertThat(taken)
                    .allSatisfy(bundle -> assertThat(bundle.getSignedEc())
                            .isEqualTo(taken.getFirst().getSignedEc()));
            assertThat(taken.getFirst().getSignedEc().getKeyId()).isEqualTo(1);
            assertThat(taken.getLast().getKyber().getKeyId()).isEqualTo(2);
        });
    }

    private void timesAreAlike() {
        List<String> wrong = new ArrayList<>();
        for (Step step : Step.values()) {
            for (Group one : Group.values()) {
                for (Group other : Group.values()) {
                    if (one.compareTo(other) < 0) {
                        compare(step, one, other, wrong);
                    }
                }
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
    }

    private void compare(Step step, Group one, Group other, List<String> wrong) {
        double[] first = seen(one).micros(step);
        double[] second = seen(other).micros(step);
        assertThat(first).hasSizeGreaterThanOrEqualTo(PROBES);
        assertThat(second).hasSizeGreaterThanOrEqualTo(PROBES);
        TwoSamples compared = TwoSamples.of(first, second);
        System.out.printf(
                Locale.ROOT,
                "%s of %s and %s, %d probes each: medians %.0f and %.0f µs, %s%n",
                step,
                one,
                other,
                first.length,
                median(first),
                median(second),
                compared);
        if (compared.areToldApart() != (other == Group.DELAYED)) {
            wrong.add(step + ", " + one + " and " + other + ": " + compared);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
