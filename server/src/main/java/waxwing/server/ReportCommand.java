package waxwing.server;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.GetReportRequest;
import waxwing.relay.v1.GetReportResponse;
import waxwing.relay.v1.ListReportsRequest;
import waxwing.relay.v1.ListReportsResponse;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportedAccount;
import waxwing.relay.v1.ResolveReportsRequest;
import waxwing.server.rpc.Printable;

/// `waxwing relay report …`: what people reported, and what the operator makes of it.
@Command(
        name = "report",
        description = "Lists and resolves reports. Who reported is not known.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class ReportCommand {
    private ReportCommand() {}

    static CommandLine line(World world, GlobalOptions options) {
        CommandLine line = new CommandLine(new ReportCommand());
        line.addSubcommand(new ListThem(world, options));
        line.addSubcommand(new Show(world, options));
        line.addSubcommand(new Resolve(world, options));
        return line;
    }

    private static String id(ByteString bytes) {
        return AccountId.ofBytes(bytes.toByteArray()).toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "list",
            description = "Lists who was reported, how often, and the reports that wait to be resolved.",
            mixinStandardHelpOptions = true)
    static final class ListThem implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", arity = "0..1", description = "Only about this account")
        private @Nullable String account;

        ListThem(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            ListReportsRequest request = ListReportsRequest.newBuilder()
                    .setAccountId(account == null ? ByteString.EMPTY : OperatorCalls.id(account))
                    .build();
            // Read to the end before anything is printed: whoever reads it may take their time.
            List<ListReportsResponse> answers = calls.call(world, relay -> {
                List<ListReportsResponse> all = new ArrayList<>();
                relay.listReports(request).forEachRemaining(all::add);
                return all;
            });
            if (account != null && answers.isEmpty()) {
                throw new CommandFailure(Exit.NOT_FOUND, "no report is about " + account)
                        .withHint("waxwing relay report list");
            }
            for (ListReportsResponse answer : answers) {
                switch (answer.getEntryCase()) {
                    case ACCOUNT -> print(answer.getAccount());
                    case REPORT -> ReportCommand.print(world, options, answer.getReport(), List.of());
                    case ENTRY_NOT_SET -> {
                        // Of a later relay.
                    }
                }
            }
        }

        private void print(ReportedAccount account) {
            String id = id(account.getAccountId());
            BusinessQuality quality = account.getQuality();
            String standing =
                    account.hasBusiness() ? lower(account.getBusiness().getStanding()) : "person";
            if (options.json()) {
                world.out()
                        .println(JsonLine.answer()
                                .with("type", "account")
                                .with("id", id)
                                .with("name", account.getBusiness().getName())
                                .with("standing", standing)
                                .with("rating", lower(quality.getRating()))
                                .with(
                                        "reasons",
                                        quality.getReasonsList().stream()
                                                .map(ReportCommand::lower)
                                                .toList())
                                .with("people", account.getPeople())
                                .with("people_with_proof_of_mislabelling", account.getPeopleWithProofOfMislabelling())
                                .with("messages", account.getMessages())
                                .with("open", account.getOpen()));
            } else {
                String reasons = quality.getReasonsList().stream()
                        .map(ReportCommand::lower)
                        .collect(Collectors.joining(", "));
                world.out()
                        .println(id + "  " + standing + "  " + lower(quality.getRating())
                                + (reasons.isEmpty() ? "" : " (" + reasons + ")") + "  " + account.getPeople()
                                + " people, " + account.getPeopleWithProofOfMislabelling() + " with proof, "
                                + account.getMessages() + " messages  "
                                + account.getBusiness().getName());
            }
        }
    }

    /// @param texts of the message, if it was asked for and shown
    private static void print(World world, GlobalOptions options, OpenReport report, List<String> texts) {
        String label = report.getLabel() == MessageKind.MESSAGE_KIND_UNSPECIFIED
                ? ""
                : report.getLabel().name();
        String reportedAt = Instant.ofEpochMilli(report.getReportedAtMs()).toString();
        if (options.json()) {
            world.out()
                    .println(JsonLine.answer()
                            .with("type", "report")
                            .with("id", id(report.getReportId()))
                            .with("account", id(report.getAccountId()))
                            .with("reported_at", reportedAt)
                            .with(
                                    "message_at",
                                    Instant.ofEpochMilli(report.getMessageAtMs())
                                            .toString())
                            .with("label", label)
                            .with("inside", report.getInnerKind())
                            .with("shown", lower(report.getShown()))
                            .with("mislabelled", report.getMislabelled())
                            .with("texts", texts));
            return;
        }
        world.out()
                .println("  " + id(report.getReportId()) + "  " + reportedAt + "  "
                        + (label.isEmpty() ? "a person's message" : "labelled " + label)
                        + (report.getInnerKind().isEmpty() ? "" : ", inside " + oneLine(report.getInnerKind()))
                        + (report.getMislabelled() ? ", mislabelled" : "")
                        + (report.getShown() == OpenReport.Shown.CONTENT ? ", with its content" : ""));
        texts.forEach(text -> world.out().println("      " + oneLine(text)));
    }

    /// A reported text must not drive the operator's terminal: what is no printable character becomes a space.
    private static String oneLine(String text) {
        return text.codePoints()
                .map(point -> Printable.is(point) ? point : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Command(
            name = "show",
            description = "Shows a report and the texts of the message, if its reporter showed it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", description = "A report's, as `report list` shows it")
        private String id = "";

        Show(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            GetReportRequest request = GetReportRequest.newBuilder()
                    .setReportId(OperatorCalls.id(id))
                    .build();
            GetReportResponse answer = calls.call(world, relay -> relay.getReport(request));
            if (!answer.hasReport()) {
                throw new CommandFailure(Exit.NOT_FOUND, "no report has the id " + id)
                        .withHint("waxwing relay report list");
            }
            print(
                    world,
                    options,
                    answer.getReport().getReport(),
                    answer.getReport().getTextsList());
        }
    }

    @Command(
            name = "resolve",
            description = "Closes a report, or all open ones about an account, and forgets what they showed.",
            mixinStandardHelpOptions = true)
    static final class Resolve implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", description = "A report's or an account's, as `report list` shows it")
        private String id = "";

        @Option(
                names = "--as",
                required = true,
                paramLabel = "HOW",
                description = "upheld: it goes on counting for the quality; dismissed: it counts no more; mislabelled:"
                        + " upheld, and from what was shown it proves that the message is not what its label says")
        private Resolution resolution = Resolution.UPHELD;

        @Option(names = "--note", paramLabel = "TEXT", description = "Why; at most 200 characters")
        private String note = "";

        enum Resolution {
            UPHELD,
            DISMISSED,
            MISLABELLED
        }

        Resolve(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            ResolveReportsRequest request = ResolveReportsRequest.newBuilder()
                    .setId(OperatorCalls.id(id))
                    .setResolution(ResolveReportsRequest.Resolution.valueOf(resolution.name()))
                    .setNote(note)
                    .build();
            int resolved =
                    calls.call(world, relay -> relay.resolveReports(request)).getResolved();
            if (resolved == 0) {
                throw new CommandFailure(
                                Exit.NOT_FOUND,
                                resolution == Resolution.MISLABELLED
                                        ? "no open report of a business's message with its content has the id " + id
                                        : "no open report has the id " + id + ", or is about it")
                        .withHint("waxwing relay report list");
            }
            world.out()
                    .println(
                            options.json()
                                    ? JsonLine.answer()
                                            .with("resolved", resolved)
                                            .with("as", lower(resolution))
                                    : resolved + " resolved as " + lower(resolution));
        }
    }
}
