package waxwing.server.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.CheckCodeResponse;
import waxwing.relay.v1.CheckCodeResponse.OutcomeCase;
import waxwing.relay.v1.CountKeysRequest;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.DirectoryGrpc;
import waxwing.relay.v1.KeysGrpc;
import waxwing.relay.v1.LookupRequest;
import waxwing.relay.v1.LookupResponse;
import waxwing.relay.v1.RegisterResponse;
import waxwing.relay.v1.ResendCodeRequest;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.server.Statuses;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationTest {
    private TestRelay relay;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder, config -> config.withTerms(3));
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    private TestDevice person(String number) {
        return TestDevice.ofPerson(relay, number).acceptingTerms(3);
    }

    private static CheckCodeResponse check(TestDevice device, ByteString session, String code) {
        return device.anonymous()
                .checkCode(CheckCodeRequest.newBuilder()
                        .setSessionId(session)
                        .setCode(code)
                        .build());
    }

    private String wrongCodeFor(TestDevice device) {
        return relay.codeFor(device.number()).equals("000000") ? "000001" : "000000";
    }

    @Test
    void aProvenNumberBecomesAnAccountThatCanCall() {
        TestDevice alice = person("+12025550101").register();

        assertThat(alice.wasKept()).isFalse();
        assertThat(KeysGrpc.newBlockingStub(alice.channel())
                        .countKeys(CountKeysRequest.getDefaultInstance())
                        .getCounts()
                        .getOneTimeEc())
                .isEqualTo(5);
    }

    @Test
    void aNumberThatCannotExistIsRefusedWithTheFieldsName() {
        TestDevice device = person("+12025550102");

        for (String number : new String[] {"12025550102", "+1 202 555 0102", "+1", "+12", "+999999999999999", ""}) {
            assertThatThrownBy(() -> device.anonymous()
                            .startVerification(StartVerificationRequest.newBuilder()
                                    .setPhoneNumber(number)
                                    .build()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                        assertThat(Statuses.reason(refused)).isEqualTo("CONSTRAINT_VIOLATED");
                        assertThat(Statuses.violatedFields(refused)).containsExactly("phone_number");
                    });
        }
    }

    @Test
    void aWrongCodeCostsATryAndTheSixthTryFailsEvenIfItIsRight() {
        TestDevice device = person("+12025550103");
        ByteString session = device.startedSession();
        String right = relay.codeFor(device.number());
        String wrong = wrongCodeFor(device);

        for (int left = 4; left >= 0; left--) {
            CheckCodeResponse answer = check(device, session, wrong);
            assertThat(answer.getOutcomeCase()).isEqualTo(OutcomeCase.WRONG_CODE);
            assertThat(answer.getWrongCode().getTriesLeft()).isEqualTo(left);
        }
        assertThat(check(device, session, right).getOutcomeCase()).isEqualTo(OutcomeCase.NO_TRIES_LEFT);
    }

    @Test
    void aCodeIsOverAfterTenMinutes() {
        TestDevice device = person("+12025550104");
        ByteString session = device.startedSession();

        relay.clock().advance(Duration.ofMinutes(10));

        assertThat(check(device, session, relay.codeFor(device.number())).getOutcomeCase())
                .isEqualTo(OutcomeCase.SESSION_NOT_FOUND);
    }

    @Test
    void aFreshCodeMakesTheOneBeforeWorthless() {
        TestDevice device = person("+12025550105");
        ByteString session = device.startedSession();
        String first = relay.codeFor(device.number());
        relay.clock().advance(Duration.ofSeconds(1));
        String second;
        do {
            relay.clock().advance(Duration.ofSeconds(1));
            assertThat(device.anonymous()
                            .resendCode(ResendCodeRequest.newBuilder()
                                    .setSessionId(session)
                                    .build())
                            .hasSession())
                    .isTrue();
            second = relay.codeFor(device.number());
        } while (second.equals(first));

        assertThat(check(device, session, first).getOutcomeCase()).isEqualTo(OutcomeCase.WRONG_CODE);
        assertThat(check(device, session, second).getOutcomeCase()).isEqualTo(OutcomeCase.VERIFIED);
    }

    @Test
    void aSessionThatIsUnknownUnverifiedOrUsedDoesNotRegister() {
        TestDevice device = person("+12025550106");
        ByteString unknown = ByteString.copyFrom(new byte[16]);
        ByteString unverified = device.startedSession();
        relay.clock().advance(Duration.ofSeconds(1));
        ByteString used = device.verifiedSession();

        RegisterResponse first =
                device.anonymous().register(device.request(used).build());

        assertThat(first.hasRegistered()).isTrue();
        for (ByteString session : new ByteString[] {unknown, unverified, used}) {
            assertThat(device.anonymous()
                            .register(device.request(session).build())
                            .getOutcomeCase())
                    .isEqualTo(RegisterResponse.OutcomeCase.SESSION_NOT_VERIFIED);
        }
    }

    @Test
    void registrationNeedsTheCurrentTermsAndCanBeTriedAgainWithThem() {
        TestDevice device = person("+12025550107");
        ByteString session = device.verifiedSession();

        RegisterResponse stale = device.anonymous()
                .register(device.request(session).setTermsVersionAccepted(2).build());

        assertThat(stale.getTermsNotAccepted().getCurrentVersion()).isEqualTo(3);
        assertThat(device.anonymous().register(device.request(session).build()).hasRegistered())
                .isTrue();
    }

    @Test
    void aPrekeyThatTheIdentityKeyDidNotSignIsRefused() {
        TestDevice device = person("+12025550108");
        TestDevice stranger = person("+12025550109");
        ByteString session = device.verifiedSession();
        DeviceKeys good = device.keys(1, 2);

        for (DeviceKeys bad : new DeviceKeys[] {
            good.toBuilder().setSignedEc(stranger.signedEc(1)).build(),
            good.toBuilder().setLastResortKyber(stranger.kyber(1)).build(),
            good.toBuilder().setOneTimeKyber(1, stranger.kyber(1)).build(),
            good.toBuilder()
                    .setOneTimeEc(0, good.getOneTimeEc(0).toBuilder().setPublicKey(ByteString.copyFrom(new byte[33])))
                    .build()
        }) {
            assertThat(device.anonymous()
                            .register(device.request(session).setKeys(bad).build())
                            .getOutcomeCase())
                    .isEqualTo(RegisterResponse.OutcomeCase.BAD_KEY_SIGNATURE);
        }
    }

    @Test
    void aReinstallKeepsTheAccountAndRevokesWhatWasBefore() {
        TestDevice before = person("+12025550110").register();

        TestDevice after = person("+12025550110").register();

        assertThat(after.wasKept()).isTrue();
        assertThat(after.account()).isEqualTo(before.account());
        assertThatThrownBy(() ->
                        KeysGrpc.newBlockingStub(before.channel()).countKeys(CountKeysRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(Statuses.reason(refused)).isEqualTo("BAD_CREDENTIALS"));
        assertThat(KeysGrpc.newBlockingStub(after.channel())
                        .countKeys(CountKeysRequest.getDefaultInstance())
                        .hasCounts())
                .isTrue();
    }

    @Test
    void aNumberThatWasSilentForMoreThanThirtyDaysIsSomebodyElses() {
        TestDevice before = person("+12025550111").register();
        TestDevice other = person("+12025550112").register();

        relay.clock().advance(Duration.ofDays(31));
        TestDevice after = person("+12025550111").register();

        assertThat(after.wasKept()).isFalse();
        assertThat(after.account()).isNotEqualTo(before.account());
        LookupResponse found = DirectoryGrpc.newBlockingStub(other.channel())
                .lookup(LookupRequest.newBuilder()
                        .setPhoneNumber(after.number().e164())
                        .build());
        assertThat(found.getFound().getAccountId()).isEqualTo(after.accountBytes());
        assertThatThrownBy(() ->
                        KeysGrpc.newBlockingStub(before.channel()).countKeys(CountKeysRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void anAccountThatWasUsedWithinThirtyDaysIsKept() {
        TestDevice before = person("+12025550113").register();
        relay.clock().advance(Duration.ofDays(20));
        assertThat(KeysGrpc.newBlockingStub(before.channel())
                        .countKeys(CountKeysRequest.getDefaultInstance())
                        .hasCounts())
                .isTrue();
        relay.clock().advance(Duration.ofDays(20));

        assertThat(person("+12025550113").register().wasKept()).isTrue();
    }

    @Test
    void aBusinessNeedsAPrintableNameAndAPersonNone() {
        TestDevice business = TestDevice.ofBusiness(relay, "+12025550114").acceptingTerms(3);
        TestDevice person = person("+12025550115");
        ByteString businessSession = business.verifiedSession();
        ByteString personSession = person.verifiedSession();

        for (String name : new String[] {"", "  ", "Cup\u0007", "Cup\u202eCorner"}) {
            assertThatThrownBy(() -> business.anonymous()
                            .register(business.request(businessSession)
                                    .setBusinessName(name)
                                    .build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused ->
                                    assertThat(Statuses.violatedFields(refused)).containsExactly("business_name"));
        }
        assertThatThrownBy(() -> person.anonymous()
                        .register(person.request(personSession)
                                .setBusinessName("Cup & Corner")
                                .build()))
                .isInstanceOf(StatusRuntimeException.class);
    }
}
