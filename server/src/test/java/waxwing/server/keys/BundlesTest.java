package waxwing.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.AccountBundles;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.CountKeysRequest;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DirectoryGrpc;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KeysGrpc;
import waxwing.relay.v1.LookupRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.relay.v1.TakeBundlesRequest;
import waxwing.relay.v1.TakeBundlesResponse;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.relay.v1.TakeBusinessBundlesResponse;
import waxwing.relay.v1.UnblockRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.credentials.KeySignatures;
import waxwing.server.delivery.Submits;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundlesTest {
    private TestRelay relay;
    private TestDevice alice;
    private TestDevice business;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
        alice = TestDevice.ofPerson(relay, "+12025550101").register();
        business = TestDevice.ofBusiness(relay, "+12025550102").register();
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    private static TakeBundlesResponse take(TestDevice caller, TestDevice target) {
        return KeysGrpc.newBlockingStub(caller.channel())
                .takeBundles(TakeBundlesRequest.newBuilder()
                        .setAccountId(target.accountBytes())
                        .build());
    }

    private TakeBusinessBundlesResponse takeForBusiness(String number) {
        return BusinessMessagingGrpc.newBlockingStub(business.channel())
                .takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    @Test
    void aOneTimeKeyIsGivenOnceAndThenTheLastResortServes() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550103").register();

        for (int taken = 0; taken < 5; taken++) {
            DeviceBundle bundle = take(alice, bob).getBundles().getDevices(0);
            assertThat(bundle.getOneTimeEc().getKeyId()).isEqualTo(1 + taken);
            assertThat(bundle.getKyber().getKeyId()).isEqualTo(1 + taken);
            assertThat(bundle.getRegistrationId()).isEqualTo(bob.registrationId());
        }
        DeviceBundle last = take(alice, bob).getBundles().getDevices(0);
        assertThat(last.hasOneTimeEc()).isFalse();
        assertThat(last.getKyber().getKeyId()).isEqualTo(1_000_001);
    }

    @Test
    void aSeventhBundleWithinTenMinutesIsRefusedAndSpendsNothing() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550104").register();
        for (int taken = 0; taken < 6; taken++) {
            assertThat(take(alice, bob).hasBundles()).isTrue();
        }

        assertThat(take(alice, bob).getRateLimited().getRetryAfterMs()).isBetween(1L, 600_000L);
        relay.clock().advance(Duration.ofMinutes(10));
        assertThat(take(alice, bob).hasBundles()).isTrue();
    }

    @Test
    void manyCallersTogetherDoNotUseUpTheOneTimeKeysOfATargetAndNoneOfThemIsRefused() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550107").register();
        int published = KeysGrpc.newBlockingStub(bob.channel())
                .putKeys(PutKeysRequest.newBuilder()
                        .addAllOneTimeEc(bob.keys(100, 70).getOneTimeEcList())
                        .build())
                .getStored()
                .getOneTimeEc();

        int spent = 0;
        for (int caller = 0; caller < 11; caller++) {
            TestDevice one =
                    TestDevice.ofPerson(relay, "+120255502" + (10 + caller)).register();
            for (int taken = 0; taken < 6; taken++) {
                spent += take(one, bob).getBundles().getDevices(0).hasOneTimeEc() ? 1 : 0;
            }
        }

        assertThat(spent).isEqualTo(60);
        assertThat(KeysGrpc.newBlockingStub(bob.channel())
                        .countKeys(CountKeysRequest.getDefaultInstance())
                        .getCounts()
                        .getOneTimeEc())
                .isEqualTo(published - 60);
    }

    @Test
    void keysThatAreNotTheAccountsAreRefusedAndTooManyToo() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550105").register();
        var keys = KeysGrpc.newBlockingStub(bob.channel());

        assertThat(keys.putKeys(PutKeysRequest.newBuilder()
                                .setSignedEc(alice.signedEc(9))
                                .build())
                        .hasBadSignature())
                .isTrue();
        PutKeysRequest hundred = PutKeysRequest.newBuilder()
                .addAllOneTimeEc(bob.keys(100, 100).getOneTimeEcList())
                .build();
        KeyCounts stored = keys.putKeys(hundred).getStored();
        assertThat(stored.getOneTimeEc()).isEqualTo(105);
        assertThat(stored.getOneTimeKyber()).isEqualTo(5);
        assertThat(keys.putKeys(hundred).getStored().getOneTimeEc()).isEqualTo(105);
        assertThat(keys.putKeys(PutKeysRequest.newBuilder()
                                .addAllOneTimeEc(bob.keys(300, 96).getOneTimeEcList())
                                .build())
                        .hasTooManyKeys())
                .isTrue();
        assertThat(keys.countKeys(CountKeysRequest.getDefaultInstance())
                        .getCounts()
                        .getOneTimeEc())
                .isEqualTo(105);
    }

    @Test
    void anUnregisteredNumberHasAStableDecoyThatLooksLikeAnAccount() {
        AccountBundles first = takeForBusiness("+12025550190").getBundles();
        AccountBundles second = takeForBusiness("+12025550190").getBundles();
        AccountBundles other = takeForBusiness("+12025550191").getBundles();
        AccountBundles real = takeForBusiness("+12025550101").getBundles();

        assertThat(second.getAccountId()).isEqualTo(first.getAccountId());
        assertThat(second.getIdentityKey()).isEqualTo(first.getIdentityKey());
        assertThat(second.getDevices(0).getOneTimeEc().getKeyId())
                .isEqualTo(first.getDevices(0).getOneTimeEc().getKeyId() + 1);
        assertThat(other.getIdentityKey()).isNotEqualTo(first.getIdentityKey());
        assertThat(real.getAccountId()).isEqualTo(alice.accountBytes());
        assertThat(first.getDevicesCount()).isEqualTo(real.getDevicesCount());
        assertThat(first.getDevices(0).getAllFields().keySet())
                .isEqualTo(real.getDevices(0).getAllFields().keySet());
        try (KeySignatures signatures = new KeySignatures(1)) {
            DeviceBundle device = first.getDevices(0);
            assertThat(signatures.allGood(
                            first.getIdentityKey(),
                            new KeySignatures.Published(
                                    List.of(device.getSignedEc()),
                                    List.of(device.getOneTimeEc()),
                                    List.of(device.getKyber()))))
                    .isTrue();
        }
    }

    @Test
    void moreUnregisteredNumbersAtOnceThanAreMadeAheadGetADecoyOfTheirOwnEach() throws Exception {
        List<String> numbers = IntStream.range(0, 80)
                .mapToObj(number -> "+491511" + (1_000_000 + number))
                .toList();

        List<AccountBundles> first =
                atOnce(numbers, number -> takeForBusiness(number).getBundles());
        List<AccountBundles> second =
                atOnce(numbers, number -> takeForBusiness(number).getBundles());

        assertThat(first.stream().map(AccountBundles::getIdentityKey).distinct())
                .hasSize(numbers.size());
        assertThat(second.stream().map(AccountBundles::getIdentityKey).toList())
                .isEqualTo(first.stream().map(AccountBundles::getIdentityKey).toList());
        assertThat(first).allMatch(decoy -> decoy.getDevices(0).hasOneTimeEc());
    }

    @Test
    void callersAtTheSameTimeGetDifferentOneTimeKeys() throws Exception {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550108").register();

        List<DeviceBundle> taken = atOnce(
                List.of(1, 2, 3, 4, 5), _ -> take(alice, bob).getBundles().getDevices(0));

        assertThat(taken.stream().map(bundle -> bundle.getOneTimeEc().getKeyId()))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(taken.stream().map(bundle -> bundle.getKyber().getKeyId())).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    private static <A, T> List<T> atOnce(List<A> arguments, Function<A, T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(arguments.stream()
                    .map(argument -> (Callable<T>) () -> call.apply(argument))
                    .toList())) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static AccountBundles takeOf(TestDevice shop, TestDevice target) {
        return BusinessMessagingGrpc.newBlockingStub(shop.channel())
                .takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setPhoneNumber(target.number().e164())
                        .build())
                .getBundles();
    }

    @Test
    void aBlockedBusinessIsShownAStillPictureWhateverThePersonsDevicesDo() {
        TestDevice shop = TestDevice.ofBusiness(relay, "+12025550120").register();
        relay.approve(shop);
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550121").register();
        ControlsGrpc.ControlsBlockingStub controls = ControlsGrpc.newBlockingStub(bob.channel());
        assertThat(controls.block(BlockRequest.newBuilder()
                                .setAccountId(shop.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
        AccountBundles before = takeOf(shop, bob);

        KeysGrpc.newBlockingStub(bob.channel())
                .putKeys(PutKeysRequest.newBuilder()
                        .setSignedEc(bob.signedEc(77))
                        .addAllOneTimeEc(bob.keys(100, 50).getOneTimeEcList())
                        .build());
        for (int taken = 1; taken < 5; taken++) {
            assertThat(takeOf(shop, bob).getDevices(0).getOneTimeEc().getKeyId())
                    .isEqualTo(1 + taken);
        }
        TestDevice renewed = TestDevice.ofPerson(relay, bob.number().e164()).register();
        assertThat(renewed.wasKept()).isTrue();
        AccountBundles after = takeOf(shop, bob);
        assertThat(after.getIdentityKey()).isEqualTo(before.getIdentityKey());
        assertThat(after.getDevices(0).getSignedEc())
                .isEqualTo(before.getDevices(0).getSignedEc());
        assertThat(after.getDevices(0).hasOneTimeEc()).isFalse();
        assertThat(outcome(send(shop, Submits.to(bob, "into the void", relay.clock()), MessageKind.RECEIPT)))
                .isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(take(alice, renewed).getBundles().getIdentityKey()).isEqualTo(renewed.identityKey());

        relay.restart();
        relay.clock().advance(Duration.ofMinutes(10));
        assertThat(takeOf(shop, bob).getIdentityKey()).isEqualTo(before.getIdentityKey());
        assertThat(ControlsGrpc.newBlockingStub(renewed.channel())
                        .unblock(UnblockRequest.newBuilder()
                                .setAccountId(shop.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
        assertThat(takeOf(shop, bob).getIdentityKey()).isEqualTo(renewed.identityKey());
    }

    private static void block(TestDevice person, TestDevice other) {
        assertThat(ControlsGrpc.newBlockingStub(person.channel())
                        .block(BlockRequest.newBuilder()
                                .setAccountId(other.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
    }

    /// Else its first call after the block would write two hundred keys, and take the longer for it.
    @Test
    void thePictureIsTakenByTheBlockAndNotByTheBusinesssNextCall() {
        TestDevice shop = TestDevice.ofBusiness(relay, "+12025550130").register();
        relay.approve(shop);
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550131").register();
        block(bob, shop);
        KeysGrpc.newBlockingStub(bob.channel())
                .putKeys(PutKeysRequest.newBuilder()
                        .setSignedEc(bob.signedEc(77))
                        .build());
        TestDevice renewed = TestDevice.ofPerson(relay, bob.number().e164()).register();
        assertThat(renewed.wasKept()).isTrue();

        assertThat(outcome(send(shop, Submits.to(bob, "the first call", relay.clock()), MessageKind.RECEIPT)))
                .isEqualTo(OutcomeCase.ACCEPTED);
        AccountBundles shown = takeOf(shop, bob);
        assertThat(shown.getIdentityKey()).isEqualTo(bob.identityKey());
        assertThat(shown.getDevices(0).getSignedEc().getKeyId()).isEqualTo(1);
        assertThat(shown.getDevices(0).getRegistrationId()).isEqualTo(bob.registrationId());
    }

    @Test
    void aSecondBlockLeavesThePictureOfTheFirst() {
        TestDevice shop = TestDevice.ofBusiness(relay, "+12025550132").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550133").register();
        block(bob, shop);
        assertThat(takeOf(shop, bob).getDevices(0).getOneTimeEc().getKeyId()).isEqualTo(1);
        relay.clock().advance(Duration.ofMinutes(1));
        block(bob, shop);
        assertThat(takeOf(shop, bob).getDevices(0).getOneTimeEc().getKeyId()).isEqualTo(2);
    }

    @Test
    void numbersCanBeLookedUpWithinTheBudgetOnly() {
        TestDevice curious = TestDevice.ofPerson(relay, "+12025550106").register();
        var directory = DirectoryGrpc.newBlockingStub(curious.channel());

        for (int number = 0; number < 200; number++) {
            assertThat(directory.lookup(lookup(number)).hasNotRegistered()).isTrue();
        }
        assertThat(directory.lookup(lookup(200)).getRateLimited().getRetryAfterMs())
                .isPositive();
        assertThat(directory.lookup(lookup(7)).hasNotRegistered()).isTrue();
    }

    private static LookupRequest lookup(int number) {
        return LookupRequest.newBuilder()
                .setPhoneNumber("+1303555" + (1_000 + number))
                .build();
    }
}
