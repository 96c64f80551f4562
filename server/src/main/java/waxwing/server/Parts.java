package waxwing.server;

import io.grpc.BindableService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import waxwing.model.AccountId;
import waxwing.model.RelayLink;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.SqlAccountStore;
import waxwing.server.admin.BusinessDesk;
import waxwing.server.admin.RelayStatus;
import waxwing.server.business.BusinessIdentityRpc;
import waxwing.server.business.BusinessListingsRpc;
import waxwing.server.business.Businesses;
import waxwing.server.business.DomainProofs;
import waxwing.server.business.Profiles;
import waxwing.server.business.Tiers;
import waxwing.server.clock.ClockMark;
import waxwing.server.config.CodeBudget;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.DataFolder;
import waxwing.server.config.Listen;
import waxwing.server.config.RelayConfig;
import waxwing.server.config.SendBudget;
import waxwing.server.controls.Controls;
import waxwing.server.controls.ControlsRpc;
import waxwing.server.controls.WaitingMessages;
import waxwing.server.credentials.CertificateAuthority;
import waxwing.server.credentials.CertificatesRpc;
import waxwing.server.credentials.KeySignatures;
import waxwing.server.credentials.RelayIdentity;
import waxwing.server.delivery.BusinessGates;
import waxwing.server.delivery.BusinessMessagingRpc;
import waxwing.server.delivery.BusinessNotices;
import waxwing.server.delivery.Delivery;
import waxwing.server.delivery.Holding;
import waxwing.server.delivery.KnownLimits;
import waxwing.server.delivery.MessagingRpc;
import waxwing.server.delivery.PersonGates;
import waxwing.server.delivery.SendLimits;
import waxwing.server.delivery.SendRates;
import waxwing.server.directory.Directory;
import waxwing.server.directory.DirectoryRpc;
import waxwing.server.keys.AccountKeys;
import waxwing.server.keys.Blocks;
import waxwing.server.keys.KeysRpc;
import waxwing.server.keys.PreKeys;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;
import waxwing.server.mail.SmtpCodeSender;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxLimits;
import waxwing.server.mailbox.RocksMailboxStore;
import waxwing.server.policy.SqlTermsStore;
import waxwing.server.registration.CodeRates;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.ConsoleCodeSender;
import waxwing.server.registration.PhoneProof;
import waxwing.server.registration.Recertification;
import waxwing.server.registration.Registration;
import waxwing.server.registration.RegistrationRpc;
import waxwing.server.report.Reach;
import waxwing.server.report.RelayTags;
import waxwing.server.report.ReportDesk;
import waxwing.server.report.ReportWire;
import waxwing.server.report.Reports;
import waxwing.server.report.ReportsRpc;
import waxwing.server.report.ShownBodies;
import waxwing.server.rpc.FieldRules;
import waxwing.server.secrets.Numbers;
import waxwing.server.secrets.PrivateFiles;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.server.secrets.SecretFileException;
import waxwing.server.telemetry.TelemetryListener;
import waxwing.store.Database;
import waxwing.store.H2Settings;
import waxwing.store.StorageFailure;

/// Everything that a relay is made of, put together: the one place that knows every class.
final class Parts implements AutoCloseable {
    /// Methods that answer broken field rules as a case of their answer.
    static final Set<String> SELF_CHECKING = Set.of(
            "waxwing.relay.v1.Messaging/Exchange",
            "waxwing.relay.v1.Messaging/Send",
            "waxwing.relay.v1.BusinessMessaging/Submit");

    private static final int SQL_THREADS = 4;
    private static final int CREDENTIALS_THREADS = 2;

    private final Deque<AutoCloseable> open;
    private final RelayEnvironment environment;
    private final RelayConfig config;
    private final RelaySecrets secrets;
    private final RelayIdentity identity;
    private final Database database;
    private final SqlAccountStore accountStore;
    private final RegisteredAccounts accounts;
    private final CertificateAuthority certificates;
    private final PreKeys preKeys;
    private final AccountKeys accountKeys;
    private final Businesses businesses;
    private final Tiers tiers;
    private final WaitingMessages waiting = new WaitingMessages();
    private final KnownLimits knownLimits;
    private final DomainProofs domains;
    private final Profiles profiles;
    private final Recertification recertification;
    private final Mailbox mailbox;
    private final Controls controls;
    private final Holding holding;
    private final BusinessNotices notices;
    private final BusinessDesk businessDesk;
    private final Reach reach;
    private final ShownBodies shownBodies;
    private final ReportDesk reportDesk;
    private final List<BindableService> publicServices;
    private final FieldRules fieldRules = new FieldRules();
    private volatile boolean mailboxClosed;

    /// @param open gets every part that has to be closed, whether or not the rest can be made
    private Parts(RelayConfig config, RelayEnvironment environment, Deque<AutoCloseable> open) {
        this.open = open;
        this.config = config;
        this.environment = environment;
        DataFolder data = config.data();
        CodeSender codes = codeSender();
        requireSecretsOfOldData(data);
        this.secrets = RelaySecrets.openOrCreate(data.secrets(), environment.random());
        this.identity = RelayIdentity.openOrCreate(data.identity(), environment.random());
        this.database = opened(Database.openH2(new H2Settings(data.database(), Optional.empty(), SQL_THREADS)));
        database.migrate("waxwing/server/db");
        this.mailbox = opened(new Mailbox(RocksMailboxStore.open(data.mailboxes()), clock(), MailboxLimits.DEFAULT));

        this.accountStore = new SqlAccountStore(database);
        this.accounts = new RegisteredAccounts(accountStore, clock());
        accounts.onDeviceRevoked(mailbox::wipe);
        accounts.onDeviceRevoked(queue -> mailbox.wipe(queue.held()));
        Numbers numbers = new Numbers(secrets, environment.random());
        this.certificates = new CertificateAuthority(identity, database, secrets, clock(), environment.random());
        this.preKeys = new PreKeys(database, opened(new KeySignatures(CREDENTIALS_THREADS)), accounts);
        this.controls = opened(new Controls(database, clock()));
        this.businesses = new Businesses(database, clock());
        this.tiers = new Tiers(database, clock());
        this.accountKeys = opened(new AccountKeys(
                database,
                preKeys,
                new AccountKeys.Sources(accounts, accountStore, numbers, secrets, blocks(controls), tiers::isLarge),
                clock(),
                environment.random()));
        controls.onBlock(new PicturesOfBlocks(accountKeys));
        this.holding =
                opened(new Holding(new Holding.Sources(accounts, businesses, controls), mailbox.heldQueues(), clock()));
        this.knownLimits =
                new KnownLimits(businesses, tiers, rates(config.budgets().sends()));
        this.domains = new DomainProofs(
                database,
                new DomainProofs.Means(secrets, codes, clock(), environment.random()),
                businesses,
                this::changing);
        this.profiles = new Profiles(database, domains);

        Registration.People people = new Registration.People(
                accountStore, accounts, numbers, new KnownBusinesses(businesses, domains, profiles));
        this.recertification = new Recertification(database, people, certificates);
        accounts.onFirstSeenOfDay(recertification::renewIfDue);
        this.notices = new BusinessNotices(accounts, mailbox, clock(), environment.random());
        BusinessDecisions decisions = new BusinessDecisions(businesses, tiers, knownLimits, recertification, notices);
        this.businessDesk = decisions;
        this.reach = opened(new Reach(database, clock()));
        this.shownBodies = new ShownBodies(secrets, environment.random());
        this.reportDesk = new ReportDesk(
                database, shownBodies, new ReportDesk.Known(businesses, tiers, reach), decisions.byRules(), clock());
        this.publicServices = Stream.of(registration(people, codes), ofEveryDevice(numbers), messaging())
                .flatMap(List::stream)
                .toList();
    }

    private static Blocks blocks(Controls controls) {
        return (person, other) -> controls.of(person)
                .blockOf(other)
                .map(block -> OptionalLong.of(block.blockedAtMillis()))
                .orElseGet(OptionalLong::empty);
    }

    private <T> T changing(AccountId business, Supplier<T> change, Predicate<T> matters) {
        return recertification.changing(business, change, matters);
    }

    private List<BindableService> registration(Registration.People people, CodeSender codes) {
        PhoneProof proof = new PhoneProof(
                database,
                new PhoneProof.Means(people.numbers(), secrets, codes, clock(), environment.random()),
                rates(config.budgets().codes()));
        Registration registration = new Registration(
                database,
                proof,
                people,
                certificates,
                preKeys,
                new Registration.Rules(new SqlTermsStore(database), config.termsVersion(), clock()),
                environment.random());
        return List.of(new RegistrationRpc(proof, registration));
    }

    private List<BindableService> ofEveryDevice(Numbers numbers) {
        return List.of(
                new KeysRpc(preKeys, accountKeys),
                new DirectoryRpc(new Directory(accountStore, numbers, clock())),
                new CertificatesRpc(accounts, certificates));
    }

    private List<BindableService> messaging() {
        SendLimits limits = new SendLimits(rates(config.budgets().sends()), businesses::isVerified, clock());
        RelayTags tags = new RelayTags(secrets.derive(Purpose.RELAY_TAG).getEncoded());
        Delivery delivery = new Delivery(accounts, mailbox, tags, limits, clock());
        return List.of(
                new MessagingRpc(
                        accounts,
                        delivery,
                        new PersonGates(businesses, controls, waiting),
                        mailbox,
                        certificates,
                        opened(Executors.newVirtualThreadPerTaskExecutor())),
                new BusinessMessagingRpc(
                        delivery,
                        new BusinessGates(businesses, tiers, controls, waiting, holding, accountKeys, reach),
                        businesses,
                        domains,
                        profiles,
                        accountKeys,
                        knownLimits,
                        reportDesk),
                new BusinessIdentityRpc(domains, profiles),
                new BusinessListingsRpc(accounts, businesses, domains, profiles, certificates),
                new ControlsRpc(controls, holding, accounts, businesses, certificates),
                new ReportsRpc(new Reports(
                        database,
                        new Reports.Means(tags, secrets, shownBodies, clock(), environment.random()),
                        reportDesk)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private InstantSource clock() {
        return environment.clock();
    }

    static Parts assemble(RelayConfig config, RelayEnvironment environment) {
        try {
            PrivateFiles.createFolder(config.data().path());
        } catch (IOException e) {
            throw new UncheckedIOException(config.data().path() + " can't be made: " + e.getMessage(), e);
        }
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            return new Parts(config, environment, open);
        } catch (RuntimeException e) {
            closeAll(open).ifPresent(e::addSuppressed);
            throw e;
        }
    }

    /// A data folder that lost its keys is damaged, not new: starting afresh would make every number and link
    /// void.
    private static void requireSecretsOfOldData(DataFolder data) {
        boolean used = Files.exists(data.path().resolve("relay.mv.db"));
        for (Path file : List.of(data.secrets(), data.identity())) {
            if (used && Files.notExists(file)) {
                throw new SecretFileException(file
                        + ": is missing, though the database beside it is there. Restore it from the backup that goes"
                        + " with this data folder.");
            }
        }
    }

    private CodeSender codeSender() {
        return environment.codes().orElseGet(() -> switch (config.codes()) {
            case CodeDelivery.Console() -> new ConsoleCodeSender(System.out);
            case CodeDelivery.Smtp smtp -> new SmtpCodeSender(smtp, clock());
        });
    }

    private static CodeRates rates(CodeBudget budget) {
        return new CodeRates(
                budget.spacing(),
                Rate.of(budget.perNumberDaily(), Duration.ofDays(1)),
                Rate.of(budget.perPrefixHourly(), Duration.ofHours(1)),
                Rate.of(budget.perSourceHourly(), Duration.ofHours(1)));
    }

    private static SendRates rates(SendBudget budget) {
        return SendRates.of(
                new AccountLimiter.Rates(
                        Rate.of(budget.submitsPerMinute(), Duration.ofMinutes(1)),
                        Rate.of(budget.businessSubmitsPerMinute(), Duration.ofMinutes(1))),
                Rate.of(budget.toOnePerMinute(), Duration.ofMinutes(1)),
                (long) budget.inboundMibHourly() << 20);
    }

    RelayIdentity identity() {
        return identity;
    }

    RegisteredAccounts accounts() {
        return accounts;
    }

    Businesses businesses() {
        return businesses;
    }

    FieldRules fieldRules() {
        return fieldRules;
    }

    List<BindableService> publicServices() {
        return publicServices;
    }

    /// Finishes what a crash left, makes ready what takes a while, and begins to tidy up.
    void prepare() {
        accounts.finishRevocations();
        certificates.forgetOld();
        domains.endOver(notices::changed);
        accountKeys.prepare();
        holding.start();
        Housekeeping housekeeping = opened(new Housekeeping("housekeeping"));
        housekeeping.every(Duration.ofMinutes(1), "tidying the mailboxes", mailbox::tidy);
        housekeeping.every(Duration.ofSeconds(1), "letting go on what was held", holding::tick);
        housekeeping.every(Duration.ofDays(1), "forgetting old counts of offers", controls::forgetOld);
        housekeeping.every(Duration.ofDays(1), "forgetting what blocked businesses were shown", accountKeys::tidy);
        housekeeping.every(Duration.ofMinutes(1), "noting the time", this::noteTime);
        housekeeping.every(Duration.ofMinutes(10), "forgetting whom businesses wrote to", tiers::tidy);
        housekeeping.every(
                Duration.ofMinutes(1), "forgetting what waits no more", () -> waiting.tidy(clock().millis()));
        housekeeping.every(Duration.ofDays(1), "forgetting old certificates", certificates::forgetOld);
        housekeeping.every(Duration.ofMinutes(1), "counting businesses' messages", reach::flush);
        // It may take a while, and what is held must go on in its second.
        Housekeeping judging = opened(new Housekeeping("judging"));
        judging.nowAndEvery(Duration.ofDays(1), "forgetting old reports", reportDesk::forgetOld);
        judging.nowAndEvery(Duration.ofHours(1), "judging the businesses", reportDesk::judgeAll);
        judging.every(Duration.ofHours(1), "ending domains", () -> domains.endOver(notices::changed));
        config.telemetry().ifPresent(this::startTelemetry);
    }

    private void noteTime() {
        new ClockMark(config.data().clockMark()).note(clock().instant());
    }

    /// Makes ready what the first calls need and a start should not wait for.
    void warmUp() {
        Thread _ = Thread.ofPlatform().name("warm-up").daemon(true).start(fieldRules::prepare);
    }

    private void startTelemetry(Listen where) {
        try {
            opened(TelemetryListener.start(where.address(), () -> !mailboxClosed, mailbox::connected));
        } catch (IOException e) {
            throw new UncheckedIOException(where + " can't be listened on: " + e.getMessage(), e);
        }
    }

    RelayStatus status(RelayLink link, Instant startedAt) {
        return new RelayStatus(Main.VERSION, link, startedAt, mailbox.connected(), accountStore.count());
    }

    BusinessDesk businessDesk() {
        return businessDesk;
    }

    ReportWire reports() {
        return new ReportWire(reportDesk);
    }

    void onStorageFailure(Consumer<StorageFailure> listener) {
        database.onFailure(listener);
        mailbox.onFailure(listener);
    }

    /// Writes what waits, tells every device that the relay is closing, and takes no more messages.
    void closeMailbox() {
        if (!mailboxClosed) {
            mailboxClosed = true;
            holding.close();
            mailbox.close();
            noteTime();
        }
    }

    @Override
    public void close() {
        closeMailbox();
        closeAll(open).ifPresent(failed -> {
            throw failed;
        });
    }

    /// Closes the youngest first, and each whether or not another can be closed.
    private static Optional<IllegalStateException> closeAll(Deque<AutoCloseable> open) {
        List<Exception> failures = new ArrayList<>(0);
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        IllegalStateException failed =
                new IllegalStateException("a part of the relay can't be closed", failures.getFirst());
        failures.stream().skip(1).forEach(failed::addSuppressed);
        return Optional.of(failed);
    }
}
