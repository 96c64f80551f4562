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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.LimitBusinessRequest;
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
/// hits all alike. Answers with a one-time key and without are compared apart, since the relay does more for the
/// first: when a target runs out is its own chance. That nothing was found would mean nothing if nothing could be:
/// a shift by twice the range that half of all measured times lie within has to be found in the very same samples.
///
/// Every build makes some 130 probes of each group. The more probes, the smaller the
/// difference that is found;
/// 2,000 take minutes:
///
///     mvn -pl server -am test -Dtest=IndistinguishableTest -Dsurefire.failIfNoSpecifiedTests=false -Dprobes=2000
///
/// What it measured, and the least difference that it would have found, is in
/// `server/target/surefire-reports/waxwing.server.delivery.IndistinguishableTest-output.txt`.
class IndistinguishableTest {
    private static final int PROBES = Integer.getInteger("probes", 130);

    /// What everybody has at least, as long as they come back: a client refills below.
    private static final int FEWEST_KEYS = 20;

    private static final int PUBLISHED = 100;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = FEWEST_KEYS - WARM_UP;
    private static final int NUMBERS = Math.ceilDiv(PROBES, ROUNDS);

    /// So that a business may take keys of the same target again.
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(101);

    private final long seed = Long.getLong("waxwing.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private enum Group {
        BLOCKING(1),
        UNREGISTERED(2),
        AWAY(3);

        /// Of its phone numbers.
        private final int digit;

        Group(int digit) {
            this.digit = digit;
        }
    }

    private enum Step {
        KEYS,
        LAST_RESORT,
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
            // Room for all whom the longer run writes to.
            assertThat(relay.operator(operator -> operator.limitBusiness(LimitBusinessRequest.newBuilder()
                                    .setAccountId(shop.accountBytes())
                                    .setTier(2)
                                    .build()))
                            .hasBusiness())
                    .isTrue();
            List<Target> targets = targets(relay, shop);
            Channel channel = shop.channel();
            BusinessMessagingBlockingStub business = BusinessMessagingGrpc.newBlockingStub(channel);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                if (round == 0) {
                    seen.clear();
                }
                Collections.shuffle(targets, random);
                targets.forEach(target -> probe(relay, business, target));
                relay.clock().advance(BETWEEN_ROUNDS);
            }
            statusesAreAlike(shop);
            useUpTheKeys(relay, business, targets);
            // So many keys may one business take in a day.
            relay.clock().advance(Duration.ofDays(1));
            for (int round = 0; round < ROUNDS; round++) {
                Collections.shuffle(targets, random);
                targets.forEach(target -> assertThat(
                                take(business, target).getDevices(0).hasOneTimeEc())
                        .isFalse());
                relay.clock().advance(BETWEEN_ROUNDS);
            }
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

    /// Somebody with the keys that a client registers with, of which some have been taken.
    private TestDevice registered(TestRelay relay, String number) {
        TestDevice person = TestDevice.ofPerson(relay, number);
        int left = random.nextInt(FEWEST_KEYS, 61);
        DeviceKeys.Builder keys = person.keys(3 + PUBLISHED - left, left).toBuilder();
        keys.setSignedEc(person.signedEc(1)).setLastResortKyber(person.kyber(2));
        keys.getOneTimeKyberBuilderList().forEach(key -> key.setKeyId(key.getKeyId() + PUBLISHED));
        RegisterResponse answer = person.anonymous()
                .register(person.request(person.verifiedSession()).setKeys(keys).build());
        return person.registeredAs(answer.getRegistered());
    }

    private void probe(TestRelay relay, BusinessMessagingBlockingStub business, Target target) {
        AccountBundles taken = take(business, target);
        DeviceBundle device = taken.getDevices(0);
        groupOfAccount.put(taken.getAccountId(), target.group());
        Seen here = seenOf(target);
        for (Step step : List.of(Step.RECEIPT, Step.OFFER)) {
            BusinessSubmit submit = BusinessSubmit.newBuilder()
                    .setSubmit(submit(relay, taken, device))
                    .setLabel(Label.newBuilder().setKind(MessageKind.valueOf(step.name())))
                    .build();
            long sent = System.nanoTime();
            SubmitResult result = business.submit(submit);
            here.took(step, System.nanoTime() - sent);
            here.was(step + " " + shape(result));
        }
    }

    private AccountBundles take(BusinessMessagingBlockingStub business, Target target) {
        TakeBusinessBundlesRequest take = request(target);
        long began = System.nanoTime();
        AccountBundles taken = business.takeBundles(take).getBundles();
        long nanos = System.nanoTime() - began;
        assertThat(taken.getDevicesCount()).isEqualTo(1);
        DeviceBundle device = taken.getDevices(0);
        Step step = device.hasOneTimeEc() ? Step.KEYS : Step.LAST_RESORT;
        seenOf(target).took(step, nanos);
        seenOf(target).was(step + " " + taken.getAllFields().size() + " " + device.getDeviceId());
        bundlesOf(target).add(device);
        return taken;
    }

    private Seen seenOf(Target target) {
        return seen.computeIfAbsent(target.group(), _ -> new Seen());
    }

    /// Unmeasured, and of all side by side.
    private void useUpTheKeys(TestRelay relay, BusinessMessagingBlockingStub business, List<Target> targets) {
        List<Target> left = targets;
        while (!left.isEmpty()) {
            Map<Target, Future<DeviceBundle>> taken = new LinkedHashMap<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                left.forEach(target -> taken.put(
                        target,
                        threads.submit(() -> business.takeBundles(request(target))
                                .getBundles()
                                .getDevices(0))));
            }
            taken.forEach((target, device) -> bundlesOf(target).add(device.resultNow()));
            left = left.stream()
                    .filter(target -> bundlesOf(target).getLast().hasOneTimeEc())
                    .toList();
            relay.clock().advance(BETWEEN_ROUNDS);
        }
    }

    private List<DeviceBundle> bundlesOf(Target target) {
        return bundles.computeIfAbsent(target.number(), _ -> new ArrayList<>());
    }

    private static TakeBusinessBundlesRequest request(Target target) {
        return TakeBusinessBundlesRequest.newBuilder()
                .setPhoneNumber(target.number())
                .build();
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
    /// serves. Their ids are a client's, whoever it is.
    private void keysAreAlike() {
        assertThat(bundles.values()).hasSize(Group.values().length * NUMBERS).allSatisfy(taken -> {
            List<DeviceBundle> withKey =
                    taken.stream().filter(DeviceBundle::hasOneTimeEc).toList();
            assertThat(withKey).hasSizeBetween(FEWEST_KEYS, PUBLISHED).isEqualTo(taken.subList(0, withKey.size()));
            int takenBefore = PUBLISHED - withKey.size();
            for (int i = 0; i < withKey.size(); i++) {
                assertThat(withKey.get(i).getOneTimeEc().getKeyId()).isEqualTo(3 + takenBefore + i);
                assertThat(withKey.get(i).getKyber().getKeyId()).isEqualTo(3 + PUBLISHED + takenBefore + i);
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
        TwoSamples compared = TwoSamples.of(first, second);
        double spread = TwoSamples.spread(first, second);
        double found = TwoSamples.leastShift(first, second);
        System.out.printf(
                Locale.ROOT,
                "%s of %s and %s, %d probes each: medians %.0f and %.0f µs, %s; %.0f µs would be found, half lie within"
                        + " %.0f µs%n",
                step,
                one,
                other,
                first.length,
                median(first),
                median(second),
                compared,
                found,
                spread);
        assertThat(first).hasSameSizeAs(second).hasSizeGreaterThanOrEqualTo(PROBES);
        if (compared.areToldApart()) {
            wrong.add(step + ", " + one + " and " + other + ": " + compared);
        } else if (found > 2 * spread) {
            wrong.add(step + ", " + one + " and " + other + ": a shift by " + 2 * spread + " µs is not found");
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
