package waxwing.server.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.server.MutableClock;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;
import waxwing.server.secrets.RelaySecrets;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Domains whose certificate can't be signed, or whose code can't be sent.
class DomainChangesTest {
    private static final AccountId CAFE = new AccountId(new UUID(2, 2));
    private static final String DOMAIN = "lantern.example";
    private static final String ADDRESS = "admin@lantern.example";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private DomainProofs domains;

    private final Deque<String> mails = new ArrayDeque<>();
    private final MutableClock clock = new MutableClock();
    private boolean signs = true;
    private boolean sends = true;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
        database.migrate("waxwing/server/db");
        SecureRandom random = new SecureRandom();
        Businesses businesses = new Businesses(database, clock);
        businesses.registered(CAFE, "Cup & Corner");
        assertThat(businesses.approve(CAFE)).isPresent();
        RelaySecrets secrets = RelaySecrets.openOrCreate(folder.resolve("secrets"), random);
        domains = new DomainProofs(
                database, new DomainProofs.Means(secrets, new Mail(), clock, random), businesses, new Certified() {
                    @Override
                    public <T> T changing(AccountId business, Supplier<T> change, Predicate<T> matters) {
                        return database.inTransaction(_ -> {
                            T done = change.get();
                            if (!signs && matters.test(done)) {
                                throw new IllegalStateException("not signed");
                            }
                            return done;
                        });
                    }
                });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private final class Mail implements CodeSender {
        @Override
        public Sent send(PhoneNumber number, Code code) {
            return Sent.NOT_SENT;
        }

        @Override
        public Sent send(DomainContact contact, Code code) {
            if (!sends) {
                return Sent.NOT_SENT;
            }
            mails.push(code.digits());
            return Sent.HANDED_ON;
        }
    }

    @Test
    void aCodeThatIsNotSentCostsNothingAndEndsNone() {
        assertThat(domains.start(CAFE, DOMAIN, ADDRESS)).isInstanceOf(DomainProofs.Start.Sent.class);
        sends = false;
        for (int tries = 0; tries < 6; tries++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(domains.start(CAFE, DOMAIN, ADDRESS)).isInstanceOf(DomainProofs.Start.NotSent.class);
        }
        assertThat(domains.start(CAFE, DOMAIN, ADDRESS))
                .as("a minute lies between")
                .isInstanceOf(DomainProofs.Start.RateLimited.class);

        assertThat(domains.confirm(CAFE, DOMAIN, mails.getFirst()))
                .as("the code that was sent")
                .isInstanceOf(DomainProofs.Confirmation.Verified.class);
        sends = true;
        clock.advance(Duration.ofMinutes(1));
        assertThat(domains.start(CAFE, DOMAIN, ADDRESS)).isInstanceOf(DomainProofs.Start.Sent.class);
    }

    @Test
    void aDomainWhoseCertificateIsNotSignedIsNeitherGainedNorLost() {
        assertThat(domains.start(CAFE, DOMAIN, ADDRESS)).isInstanceOf(DomainProofs.Start.Sent.class);

        signs = false;
        assertThatThrownBy(() -> domains.confirm(CAFE, DOMAIN, mails.getFirst()))
                .hasMessage("not signed");
        assertThat(domains.of(CAFE)).isEmpty();

        signs = true;
        assertThat(domains.confirm(CAFE, DOMAIN, mails.getFirst()))
                .as("the code is still good")
                .isInstanceOf(DomainProofs.Confirmation.Verified.class);

        signs = false;
        assertThatThrownBy(() -> domains.remove(CAFE, DOMAIN)).hasMessage("not signed");
        assertThat(domains.of(CAFE)).hasSize(1);
    }
}
