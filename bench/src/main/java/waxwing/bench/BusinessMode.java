package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import waxwing.client.Client;
import waxwing.client.DrainOutcome;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.content.v1.Body;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Money;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// A business that sends receipts to many people who are not there: first ones, each of which opens a session, and
/// further ones. From the queue of its own end, where they are durable, to the relay's word that they are in the
/// mailbox.
///
/// @param people how many
/// @param each further messages to each in a run
record BusinessMode(int people, int each) implements Mode {
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());
    private static final String NUMBER = "+12025550141";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int RUNS = 3;
    /// As many as the gateway hands over in one transaction.
    private static final int TOGETHER = 64;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        double[] first = new double[RUNS];
        double[] warm = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            Path folder = Files.createTempDirectory("waxwing-bench-business-");
            try (var relay = new RelayUnderTest(stand.home(), folder.resolve("relay"));
                    Profile profile = register(relay, folder);
                    Client business = Client.open(profile)) {
                approve(stand.home(), folder.resolve("relay"), business);
                List<Recipient> recipients = recipients(relay);
                business.connect();
                first[run] = perSecond(business, recipients, 1);
                warm[run] = perSecond(business, recipients, each);
            }
        }
        String name = "business, receipts to " + people + " people: ";
        report.row(Row.of(name + "first (a session each)", "msg/s", first).aimingAt(">= 400"));
        report.row(Row.of("  further", "msg/s", warm).aimingAt(">= 1,500"));
    }

    private static double perSecond(Client business, List<Recipient> recipients, int each) throws InterruptedException {
        List<MessageId> sent = new ArrayList<>();
        long start = System.nanoTime();
        for (int n = 0; n < each; n++) {
            int number = n;
            for (int from = 0; from < recipients.size(); from += TOGETHER) {
                List<Recipient> some = recipients.subList(from, Math.min(from + TOGETHER, recipients.size()));
                sent.addAll(business.together(() -> some.stream()
                        .map(recipient ->
                                business.send(recipient, receipt(number)).id())
                        .toList()));
            }
        }
        DrainOutcome drained = business.drain(PATIENCE);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!(drained instanceof DrainOutcome.Drained)) {
            throw new IllegalStateException("not all was sent: " + drained);
        }
        for (MessageId id : sent) {
            SendOutcome outcome = business.await(id, MessageState.ACCEPTED, Duration.ZERO);
            if (!(outcome instanceof SendOutcome.Reached)) {
                throw new AuditException("a receipt is not at the relay: " + outcome);
            }
        }
        return sent.size() / seconds;
    }

    private List<Recipient> recipients(RelayUnderTest relay) throws IOException, InterruptedException {
        try (var registrar = new Registrar(relay, relay.awaitLink())) {
            List<Recipient> recipients = new ArrayList<>();
            registrar.register(0, people);
            for (int which = 0; which < people; which++) {
                recipients.add(new Recipient.ByNumber(PhoneNumber.ofE164(Registrar.number(which))));
            }
            return recipients;
        }
    }

    private static MessageBody receipt(int number) {
        Money price = Money.newBuilder()
                .setCurrencyCode("EUR")
                .setUnits(12)
                .setNanos(500_000_000)
                .build();
        Receipt.Builder receipt = Receipt.newBuilder()
                .setEntity(Entity.newBuilder().setId("order-" + number).setRevision(1))
                .setOrderNumber("order-" + number)
                .setOrderDate("2026-11-21")
                .setOrderStatus(Receipt.OrderStatus.PROCESSING)
                .setTotal(price)
                .setPayment(Payment.newBuilder().setMethod("card").setStatus(Payment.Status.COMPLETE));
        receipt.addLines(ReceiptLine.newBuilder()
                .setLineNumber(1)
                .setName("Rye bread")
                .setQuantity("1")
                .setUnitPrice(price)
                .setLineTotal(price));
        return MessageBody.ofContent(Body.newBuilder().setReceipt(receipt).build())
                .orElseThrow();
    }

    private static Profile register(RelayUnderTest relay, Path folder) throws InterruptedException {
        RelayLink link = relay.awaitLink();
        Profile profile =
                Profile.create(folder.resolve("profile"), new ProfileKey.KeyFile(folder.resolve("key")), ENVIRONMENT);
        try (var registering = Registering.at(link, ENVIRONMENT)) {
            registering.start(PhoneNumber.ofE164(NUMBER));
            registering.check(relay.awaitCode(NUMBER));
            RegisterOutcome outcome = registering.register(
                    profile, new Registrant(new Registrant.Role.Business("Bakery"), "bench", "Linux"));
            if (!(outcome instanceof RegisterOutcome.Registered)) {
                throw new IllegalStateException("the business was not registered: " + outcome);
            }
        }
        return profile;
    }

    private static void approve(Path home, Path data, Client business) throws IOException, InterruptedException {
        Process approving = new ProcessBuilder(List.of(
                        home.resolve("waxwing").toString(),
                        "relay",
                        "business",
                        "approve",
                        business.account().id().toString(),
                        "--data-dir",
                        data.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (approving.waitFor() != 0) {
            throw new IllegalStateException("the business was not approved: exit " + approving.exitValue());
        }
    }
}
