package waxwing.server;

import io.grpc.BindableService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.model.RelayLink;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.SqlAccountStore;
import waxwing.server.admin.BusinessDesk;
import waxwing.server.admin.RelayStatus;
import waxwing.server.config.CodeBudget;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.DataFolder;
import waxwing.server.config.RelayConfig;
import waxwing.server.credentials.CertificateAuthority;
import waxwing.server.credentials.CertificatesRpc;
import waxwing.server.credentials.KeySignatures;
import waxwing.server.credentials.RelayIdentity;
import waxwing.server.directory.Directory;
import waxwing.server.directory.DirectoryRpc;
import waxwing.server.keys.AccountKeys;
import waxwing.server.keys.KeysRpc;
import waxwing.server.keys.PreKeys;
import waxwing.server.limits.Rate;
import waxwing.server.mail.SmtpCodeSender;
import waxwing.server.policy.SqlTermsStore;
import waxwing.server.registration.BusinessApplications;
import waxwing.server.registration.CodeRates;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.ConsoleCodeSender;
import waxwing.server.registration.PhoneProof;
import waxwing.server.registration.Recertification;
import waxwing.server.registration.Registration;
import waxwing.server.registration.RegistrationRpc;
import waxwing.server.secrets.Numbers;
import waxwing.server.secrets.PrivateFiles;
import waxwing.server.secrets.RelaySecrets;
import waxwing.server.secrets.SecretFileException;
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

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RelayIdentity identity;
    private final RegisteredAccounts accounts;
    private final Database database;
    private final SqlAccountStore accountStore;
    private final AccountKeys accountKeys;
    private final BusinessDesk businessDesk;
    private final List<BindableService> publicServices;

    private Parts(RelayConfig config, RelayEnvironment environment) {
        DataFolder data = config.data();
        requireSecretsOfOldData(data);
        RelaySecrets secrets = RelaySecrets.openOrCreate(data.secrets(), environment.random());
        this.identity = RelayIdentity.openOrCreate(data.identity(), environment.random());
        this.database = Database.openH2(new H2Settings(data.database(), Optional.empty(), SQL_THREADS));
        open.push(database);
        database.migrate("waxwing/server/db");

        this.accountStore = new SqlAccountStore(database);
        this.accounts = new RegisteredAccounts(accountStore, environment.clock());
        Numbers numbers = new Numbers(secrets, environment.random());
        CertificateAuthority certificates =
                new CertificateAuthority(identity, database, secrets, environment.clock(), environment.random());
        KeySignatures signatures = new KeySignatures(CREDENTIALS_THREADS);
        open.push(signatures);
        PreKeys preKeys = new PreKeys(database, signatures, accounts);
        this.accountKeys = new AccountKeys(
                database,
                preKeys,
                new AccountKeys.Sources(accounts, accountStore, numbers, secrets),
                environment.clock(),
                environment.random());
        open.push(accountKeys);

        NoBusinesses businesses = new NoBusinesses();
        this.businessDesk = businesses;
        Registration.People people = new Registration.People(accountStore, accounts, numbers, businesses);
        PhoneProof proof = new PhoneProof(
                database,
                new PhoneProof.Means(
                        numbers, secrets, codeSender(config, environment), environment.clock(), environment.random()),
                rates(config.codeBudget()));
        Registration registration = new Registration(
                database,
                proof,
                people,
                certificates,
                preKeys,
                new Registration.Rules(new SqlTermsStore(database), config.termsVersion(), environment.clock()),
                environment.random());
        Recertification recertification = new Recertification(database, people, certificates);
        accounts.onFirstSeenOfDay(recertification::renewIfDue);
        certificates.forgetOld();
        this.publicServices = List.of(
                new RegistrationRpc(proof, registration),
                new KeysRpc(preKeys, accountKeys),
                new DirectoryRpc(new Directory(accountStore, numbers, environment.clock())),
                new CertificatesRpc(accounts, certificates));
    }

    static Parts assemble(RelayConfig config, RelayEnvironment environment) {
        try {
            PrivateFiles.createFolder(config.data().path());
        } catch (IOException e) {
            throw new UncheckedIOException(config.data().path() + " can't be made: " + e.getMessage(), e);
        }
        return new Parts(config, environment);
    }

    /// A data folder that lost its keys is damaged, not new: starting afresh would make every number and link void.
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

    private static CodeSender codeSender(RelayConfig config, RelayEnvironment environment) {
        return environment.codes().orElseGet(() -> switch (config.codes()) {
            case CodeDelivery.Console() -> new ConsoleCodeSender(System.out);
            case CodeDelivery.Smtp smtp -> new SmtpCodeSender(smtp, environment.clock());
        });
    }

    private static CodeRates rates(CodeBudget budget) {
        return new CodeRates(
                budget.spacing(),
                Rate.of(budget.perNumberDaily(), Duration.ofDays(1)),
                Rate.of(budget.perPrefixHourly(), Duration.ofHours(1)),
                Rate.of(budget.perSourceHourly(), Duration.ofHours(1)));
    }

    private static final class NoBusinesses implements BusinessApplications, BusinessDesk {
        @Override
        public List<Entry> list() {
            return List.of();
        }

        @Override
        public Optional<Entry> approve(AccountId account) {
            return Optional.empty();
        }

        @Override
        public Optional<Entry> suspend(AccountId account, String reason) {
            return Optional.empty();
        }

        @Override
        public void registered(AccountId account, String name) {}

        @Override
        public String verifiedNameOf(AccountId account) {
            return "";
        }
    }

    RelayIdentity identity() {
        return identity;
    }

    RegisteredAccounts accounts() {
        return accounts;
    }

    List<BindableService> publicServices() {
        return publicServices;
    }

    /// Finishes what a crash left, and makes ready what takes a while.
    void prepare() {
        accounts.finishRevocations();
        accountKeys.prepare();
    }

    RelayStatus status(RelayLink link, Instant startedAt) {
        return new RelayStatus(Main.VERSION, link, startedAt, 0, accountStore.count());
    }

    BusinessDesk businessDesk() {
        return businessDesk;
    }

    void onStorageFailure(Consumer<StorageFailure> listener) {
        database.onFailure(listener);
    }

    void endStreams() {}

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the relay can't be closed", e);
            }
        }
    }
}
