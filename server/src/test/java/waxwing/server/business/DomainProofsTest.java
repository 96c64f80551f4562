package waxwing.server.business;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.BusinessIdentityGrpc;
import waxwing.relay.v1.BusinessIdentityGrpc.BusinessIdentityBlockingStub;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.ConfirmDomainRequest;
import waxwing.relay.v1.ConfirmDomainResponse;
import waxwing.relay.v1.DomainRefused.Reason;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.RemoveDomainRequest;
import waxwing.relay.v1.StartDomainProofRequest;
import waxwing.relay.v1.StartDomainProofResponse;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.relay.v1.UpdateProfileRequest;
import waxwing.relay.v1.VerifiedDomain;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// A business proves a domain to a real relay.
class DomainProofsTest {
    private static final String DOMAIN = "lantern.example";
    private static final String ADDRESS = "postmaster@lantern.example";
    private static final String WRONG = "wrong";

    @TempDir
    Path folder;

    private TestRelay relay;
    private TestDevice bakery;

    @BeforeEach
    void start() {
        relay = TestRelay.start(folder);
        bakery = approved("+12025550199");
    }

    private TestDevice approved(String number) {
        TestDevice business = TestDevice.ofBusiness(relay, number).register();
        relay.approve(business);
        return business;
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static BusinessIdentityBlockingStub identity(TestDevice business) {
        return BusinessIdentityGrpc.newBlockingStub(business.channel());
    }

    private StartDomainProofResponse starts(TestDevice business, String domain, String email) {
        return identity(business)
                .startDomainProof(StartDomainProofRequest.newBuilder()
                        .setDomain(domain)
                        .setEmail(email)
                        .build());
    }

    /// @param code or [#WRONG] for one that is not the one that was sent
    private ConfirmDomainResponse confirms(TestDevice business, String domain, String code) {
        String digits = code.equals(WRONG) ? relay.codeMailedTo(ADDRESS).equals("000000") ? "000001" : "000000" : code;
        return identity(business)
                .confirmDomain(ConfirmDomainRequest.newBuilder()
                        .setDomain(domain)
                        .setCode(digits)
                        .build());
    }

    private void proves(TestDevice business) {
        assertThat(starts(business, DOMAIN, ADDRESS).hasProof()).isTrue();
        assertThat(confirms(business, DOMAIN, relay.codeMailedTo(ADDRESS)).hasVerified())
                .isTrue();
    }

    private static Certificate certificate(TestDevice business) throws InvalidProtocolBufferException {
        return Certificate.parseFrom(CertificatesGrpc.newBlockingStub(business.channel())
                .getOwn(GetOwnCertificateRequest.getDefaultInstance())
                .getCertificate()
                .getCertificate());
    }

    private static List<String> domains(TestDevice business) {
        GetBusinessResponse seen = BusinessMessagingGrpc.newBlockingStub(business.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance());
        return seen.getDomainsList().stream().map(VerifiedDomain::getDomain).toList();
    }

    private static List<String> endedDomains(TestDevice business) {
        GetBusinessResponse seen = BusinessMessagingGrpc.newBlockingStub(business.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance());
        return seen.getEndedDomainsList().stream()
                .map(VerifiedDomain::getDomain)
                .toList();
    }

    @Test
    void aDomainStandsInTheCertificateOfAVerifiedBusinessAndSurvivesARestart() throws Exception {
        proves(bakery);
        assertThat(certificate(bakery).getReaders()).isEqualTo(Certificate.Readers.BUSINESS_ITSELF);
        assertThat(certificate(bakery).getDomainsList()).containsExactly(DOMAIN);

        relay.restart();
        assertThat(domains(bakery)).containsExactly(DOMAIN);
        assertThat(certificate(bakery).getDomainsList()).containsExactly(DOMAIN);

        var _ = relay.operator(operator -> operator.suspendBusiness(SuspendBusinessRequest.newBuilder()
                .setAccountId(bakery.accountBytes())
                .setReason("test")
                .build()));
        assertThat(certificate(bakery).getDomainsList()).isEmpty();
        assertThat(certificate(bakery).getBusinessName()).isEmpty();
        relay.approve(bakery);
        assertThat(certificate(bakery).getDomainsList()).containsExactly(DOMAIN);
    }

    @Test
    void whoIsNotVerifiedHasNoCodeSentAndUsesUpNobodysCodes() {
        TestDevice rival = TestDevice.ofBusiness(relay, "+12025550198").register();
        for (int more = 0; more < 6; more++) {
            assertThat(starts(rival, DOMAIN, ADDRESS).getRefused().getReason()).isEqualTo(Reason.NOT_VERIFIED);
            relay.clock().advance(Duration.ofMinutes(1));
        }
        proves(bakery);
    }

    @Test
    void aRunningProofSurvivesARestart() {
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasProof()).isTrue();
        assertThat(confirms(bakery, DOMAIN, WRONG).getWrongCode().getTriesLeft())
                .isEqualTo(4);

        relay.restart();

        assertThat(confirms(bakery, DOMAIN, WRONG).getWrongCode().getTriesLeft())
                .isEqualTo(3);
        assertThat(confirms(bakery, DOMAIN, relay.codeMailedTo(ADDRESS)).hasVerified())
                .isTrue();
    }

    @Test
    void theSixthTryFailsEvenWithTheRightCode() {
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasProof()).isTrue();
        for (int left = 4; left >= 0; left--) {
            assertThat(confirms(bakery, DOMAIN, WRONG).getWrongCode().getTriesLeft())
                    .isEqualTo(left);
        }

        ConfirmDomainResponse sixth = confirms(bakery, DOMAIN, relay.codeMailedTo(ADDRESS));

        assertThat(sixth.hasNoTriesLeft()).isTrue();
        assertThat(sixth.getNoTriesLeft().getRetryAfterMs()).isPositive();
        assertThat(domains(bakery)).isEmpty();
    }

    @Test
    void aCodeIsOverAfterAnHourAndUsedOnce() {
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasProof()).isTrue();
        relay.clock().advance(Duration.ofHours(1));
        assertThat(confirms(bakery, DOMAIN, relay.codeMailedTo(ADDRESS)).hasNoSuchProof())
                .isTrue();

        proves(bakery);
        assertThat(confirms(bakery, DOMAIN, relay.codeMailedTo(ADDRESS)).hasNoSuchProof())
                .isTrue();
    }

    @Test
    void aCodeOfOneBusinessOrDomainIsNoneOfAnother() {
        TestDevice butcher = approved("+12025550198");
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasProof()).isTrue();

        assertThat(confirms(butcher, DOMAIN, relay.codeMailedTo(ADDRESS)).hasNoSuchProof())
                .isTrue();
        assertThat(confirms(bakery, "other.example", relay.codeMailedTo(ADDRESS))
                        .hasNoSuchProof())
                .isTrue();
    }

    @Test
    void nobodysMailboxIsFilled() {
        TestDevice butcher = approved("+12025550198");
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasProof()).isTrue();
        assertThat(starts(bakery, DOMAIN, ADDRESS).hasRateLimited()).isTrue();
        assertThat(starts(butcher, DOMAIN, "admin@lantern.example").hasRateLimited())
                .as("another business, another address")
                .isTrue();
        for (int more = 0; more < 4; more++) {
            relay.clock().advance(Duration.ofMinutes(1));
            assertThat(starts(butcher, DOMAIN, ADDRESS).hasProof()).isTrue();
        }
        relay.clock().advance(Duration.ofMinutes(1));

        StartDomainProofResponse sixth = starts(bakery, DOMAIN, ADDRESS);

        assertThat(sixth.getRateLimited().getRetryAfterMs()).isGreaterThan(60_000);
        assertThat(starts(bakery, "other.example", "postmaster@other.example").hasProof())
                .isTrue();
    }

    @Test
    void whatProvesNothingIsRefusedBeforeAMailGoesOut() {
        String table = """
                example                  | postmaster@example                           | NOT_A_DOMAIN
                localhost                | postmaster@localhost                         | NOT_A_DOMAIN
                127.0.0.1                | postmaster@127.0.0.1                         | NOT_A_DOMAIN
                lantern.example/shop     | postmaster@lantern.example                   | NOT_A_DOMAIN
                https://lantern.example  | postmaster@lantern.example                   | NOT_A_DOMAIN
                lan tern.example         | postmaster@lantern.example                   | NOT_A_DOMAIN
                -lantern.example         | postmaster@lantern.example                   | NOT_A_DOMAIN
                lantern..example         | postmaster@lantern.example                   | NOT_A_DOMAIN
                co.uk                    | postmaster@co.uk                             | PUBLIC_SUFFIX
                github.io                | postmaster@github.io                         | PUBLIC_SUFFIX
                lantern.example          | bob@lantern.example                          | ADDRESS_NOT_ALLOWED
                lantern.example          | postmaster@evil.example                      | ADDRESS_NOT_ALLOWED
                lantern.example          | postmaster@sub.lantern.example               | ADDRESS_NOT_ALLOWED
                sub.lantern.example      | postmaster@lantern.example                   | ADDRESS_NOT_ALLOWED
                lantern.example          | "a"@evil.example,postmaster@lantern.example  | ADDRESS_NOT_ALLOWED
                lantern.example          | postmaster                                   | ADDRESS_NOT_ALLOWED
                """;
        table.lines().map(line -> line.split(" *\\| *")).forEach(cells -> {
            StartDomainProofResponse response = starts(bakery, cells[0], cells[1]);
            assertThat(response.getRefused().getReason())
                    .as(String.join(", ", cells))
                    .isEqualTo(Reason.valueOf(cells[2]));
            assertThat(response.getRefused().getDescription()).contains("expected");
        });
    }

    @Test
    void aDomainCountsInAsciiAndLowerCase() {
        String table = """
                LANTERN.Example.  | postmaster@Lantern.example   | lantern.example
                bäckerei.example  | postmaster@bäckerei.example  | xn--bckerei-5wa.example
                lantern.co.uk     | Webmaster@lantern.co.uk      | lantern.co.uk
                """;
        table.lines()
                .map(line -> line.split(" *\\| *"))
                .forEach(cells -> assertThat(
                                starts(bakery, cells[0], cells[1]).getProof().getDomain())
                        .isEqualTo(cells[2]));
    }

    @Test
    void proofsThatEndAtTheSameTimeAllStandInTheCertificateButNoMoreThanTwenty() throws Exception {
        proves(bakery);
        relay.clock().advance(Duration.ofDays(1));
        List<String> wanted = IntStream.range(0, 20)
                .mapToObj(number -> "d" + number + ".example")
                .toList();
        wanted.forEach(domain ->
                assertThat(starts(bakery, domain, "admin@" + domain).hasProof()).isTrue());

        Map<String, ConfirmDomainResponse> answers = new ConcurrentHashMap<>();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String domain : wanted) {
                together.execute(
                        () -> answers.put(domain, confirms(bakery, domain, relay.codeMailedTo("admin@" + domain))));
            }
        }

        List<String> refused = answers.entrySet().stream()
                .filter(answer -> answer.getValue().getRefused().getReason() == Reason.TOO_MANY_DOMAINS)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(refused).hasSize(1);
        assertThat(domains(bakery)).hasSize(20).doesNotContainAnyElementsOf(refused);
        assertThat(certificate(bakery).getDomainsList()).isEqualTo(domains(bakery));

        removes(bakery);
        assertThat(confirms(bakery, refused.getFirst(), relay.codeMailedTo("admin@" + refused.getFirst()))
                        .hasVerified())
                .as("the code is still good")
                .isTrue();
    }

    private static void removes(TestDevice business) {
        assertThat(identity(business)
                        .removeDomain(RemoveDomainRequest.newBuilder()
                                .setDomain(DOMAIN)
                                .build())
                        .hasRemoved())
                .isTrue();
    }

    @Test
    void whoRegistersTheNumberAnewProvesTheDomainsAnewAndSaysAnewWhoItIs() {
        proves(bakery);
        assertThat(identity(bakery)
                        .updateProfile(UpdateProfileRequest.newBuilder()
                                .setAbout("Bread since 1911.")
                                .build())
                        .hasProfile())
                .isTrue();

        TestDevice thief = TestDevice.ofBusiness(relay, "+12025550199").register();

        assertThat(thief.wasKept()).isTrue();
        GetBusinessResponse seen = BusinessMessagingGrpc.newBlockingStub(thief.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance());
        assertThat(seen.getDomainsList()).isEmpty();
        assertThat(seen.getProfile().getAbout()).isEmpty();
    }

    @Test
    void aProofLastsForThirteenMonthsAndADomainCanBeGivenUp() throws Exception {
        proves(bakery);
        removes(bakery);
        assertThat(domains(bakery)).isEmpty();
        assertThat(certificate(bakery).getDomainsList()).isEmpty();
        assertThat(identity(bakery)
                        .removeDomain(RemoveDomainRequest.newBuilder()
                                .setDomain(DOMAIN)
                                .build())
                        .hasNoSuchDomain())
                .isTrue();

        relay.clock().advance(Duration.ofMinutes(1));
        proves(bakery);
        Duration rest = Duration.ofDays(8);
        relay.clock().advance(OwnedDomain.LIFE.minus(rest));
        assertThat(certificate(bakery).getDomainsList()).as("renewed by then").containsExactly(DOMAIN);
        assertThat(endedDomains(bakery)).isEmpty();
        relay.clock().advance(rest);
        assertThat(domains(bakery)).isEmpty();
        assertThat(endedDomains(bakery)).containsExactly(DOMAIN);
        relay.restart();
        assertThat(certificate(bakery).getDomainsList())
                .as("not due for renewal yet")
                .isEmpty();
        assertThat(endedDomains(bakery)).containsExactly(DOMAIN);
    }

    @Test
    void whatEndedIsToldForAMonthUntilItIsProvedAgainOrGivenUp() throws Exception {
        proves(bakery);
        relay.clock().advance(OwnedDomain.LIFE);
        relay.restart();
        assertThat(endedDomains(bakery)).containsExactly(DOMAIN);
        proves(bakery);
        assertThat(domains(bakery)).containsExactly(DOMAIN);
        assertThat(endedDomains(bakery)).isEmpty();

        relay.clock().advance(OwnedDomain.LIFE);
        removes(bakery);
        assertThat(endedDomains(bakery)).isEmpty();

        relay.clock().advance(Duration.ofMinutes(1));
        proves(bakery);
        relay.clock().advance(OwnedDomain.LIFE);
        relay.restart();
        relay.clock().advance(OwnedDomain.TOLD.minusMillis(1));
        assertThat(endedDomains(bakery)).containsExactly(DOMAIN);
        relay.clock().advance(Duration.ofMillis(1));
        assertThat(endedDomains(bakery)).isEmpty();
        relay.restart();
        assertThat(certificate(bakery).getDomainsList()).isEmpty();
    }
}
