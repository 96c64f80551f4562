package waxwing.cli.story;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import waxwing.client.business.DomainConfirmation;
import waxwing.client.business.DomainStart;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.GetReportRequest;
import waxwing.relay.v1.ListReportsRequest;
import waxwing.relay.v1.ListReportsResponse;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportWithTexts;
import waxwing.relay.v1.ReportedAccount;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.config.Listen;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;

/// A real relay on loopback, over TLS, and the people who use it, each with a home folder.
final class Town implements AutoCloseable {
    private final Map<PhoneNumber, String> codes = new ConcurrentHashMap<>();
    private final Map<String, String> mailed = new ConcurrentHashMap<>();
    private final Path folder;
    private RelayConfig config;
    private Relay relay;

    Town(Path folder) {
        this.folder = folder;
        this.config = RelayConfig.dev(folder.resolve("relay"));
        this.relay = start();
        this.config =
                config.listeningOn(new Listen(relay.link().host(), relay.link().port()));
    }

    private Relay start() {
        return Relay.start(
                config, new RelayEnvironment(Clock.systemUTC(), new SecureRandom(), Optional.of(new CodeSender() {
                    @Override
                    public Sent send(PhoneNumber number, Code code) {
                        codes.put(number, code.digits());
                        return Sent.HANDED_ON;
                    }

                    @Override
                    public Sent send(DomainContact contact, Code code) {
                        mailed.put(contact.address(), code.digits());
                        return Sent.HANDED_ON;
                    }
                })));
    }

    String link() {
        return relay.link().toString();
    }

    Shell shell(String name) {
        return new Shell(folder.resolve(name));
    }

    /// The code that was last sent to a number.
    String awaitCode(String number) {
        PhoneNumber wanted = PhoneNumber.parse(number);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> codes.containsKey(wanted));
        return Objects.requireNonNull(codes.get(wanted));
    }

    /// Somebody who has an account.
    Shell resident(String name, String number) throws Exception {
        Shell shell = shell(name);
        codes.remove(PhoneNumber.parse(number));
        try (Shell.Session registering =
                shell.start("register", number, "--relay", link(), "--no-passphrase", "--code", "-")) {
            registering.type(awaitCode(number));
            if (registering.awaitEnd() != 0) {
                throw new AssertionError(registering.shown());
            }
        }
        return shell;
    }

    /// A business that the operator approved, and its gateway's end.
    Shop shop(String name, String number) throws Exception {
        PhoneNumber own = PhoneNumber.parse(number);
        Shop shop = Shop.register(folder.resolve(name), relay.link(), own, () -> awaitCode(number));
        try (OperatorChannel channel = OperatorChannel.to(relay.operatorSocket())) {
            channel.operator()
                    .approveBusiness(ApproveBusinessRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(
                                    shop.client().account().id().toBytes()))
                            .build());
        }
        return shop;
    }

    /// A report that waits to be resolved, as the operator sees it.
    ///
    /// @param about who is reported
    record Reported(ReportedAccount about, OpenReport report, List<String> texts) {}

    /// What people reported.
    List<Reported> reported() {
        List<Reported> reported = new ArrayList<>();
        try (OperatorChannel channel = OperatorChannel.to(relay.operatorSocket())) {
            ReportedAccount about = ReportedAccount.getDefaultInstance();
            Iterable<ListReportsResponse> answers =
                    () -> channel.operator().listReports(ListReportsRequest.getDefaultInstance());
            for (ListReportsResponse answer : answers) {
                if (answer.hasAccount()) {
                    about = answer.getAccount();
                } else {
                    OpenReport report = answer.getReport();
                    ReportWithTexts opened = channel.operator()
                            .getReport(GetReportRequest.newBuilder()
                                    .setReportId(report.getReportId())
                                    .build())
                            .getReport();
                    reported.add(new Reported(about, report, opened.getTextsList()));
                }
            }
        }
        return reported;
    }

    void suspend(Shop shop) throws Exception {
        try (OperatorChannel channel = OperatorChannel.to(relay.operatorSocket())) {
            channel.operator()
                    .suspendBusiness(SuspendBusinessRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(
                                    shop.client().account().id().toBytes()))
                            .setReason("test")
                            .build());
        }
    }

    void proves(Shop shop, String domain) {
        String address = "postmaster@" + domain;
        Shop.expect(DomainStart.CodeSent.class, shop.client().businessIdentity().start(domain, address));
        String code = Objects.requireNonNull(mailed.get(address));
        Shop.expect(
                DomainConfirmation.Verified.class,
                shop.client().businessIdentity().confirm(domain, code));
    }

    void relayGoesDown() {
        relay.close();
    }

    void relayComesBack() {
        relay = start();
    }

    @Override
    public void close() {
        relay.close();
    }
}
