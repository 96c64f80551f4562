package waxwing.server;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.model.AccountId;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.BusinessChangeResponse;
import waxwing.relay.v1.BusinessEntry;
import waxwing.relay.v1.BusinessLimits;
import waxwing.relay.v1.LimitBusinessRequest;
import waxwing.relay.v1.ListBusinessesRequest;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.business.Tier;

/// `waxwing relay business …`: which businesses may send, and under which name.
@Command(
        name = "business",
        description = "Lists, approves, suspends and limits businesses.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class BusinessCommand {
    private BusinessCommand() {}

    static CommandLine line(World world, GlobalOptions options) {
        CommandLine line = new CommandLine(new BusinessCommand());
        line.addSubcommand(new ListThem(world, options));
        line.addSubcommand(new Approve(world, options));
        line.addSubcommand(new Suspend(world, options));
        line.addSubcommand(new Limits(world, options));
        return line;
    }

    private static void print(World world, GlobalOptions options, BusinessEntry entry) {
        AccountId id = AccountId.ofBytes(entry.getAccountId().toByteArray());
        String standing = entry.getStanding().name().toLowerCase(Locale.ROOT);
        String registeredAt = Instant.ofEpochMilli(entry.getRegisteredAtMs()).toString();
        String reason = entry.getSuspensionReason();
        if (options.json()) {
            world.out()
                    .println(JsonLine.answer()
                            .with("id", id.toString())
                            .with("name", entry.getName())
                            .with("standing", standing)
                            .with("registered_at", registeredAt)
                            .with("suspension_reason", reason)
                            .with("limits", json(entry.getLimits())));
        } else {
            world.out()
                    .println(id + "  " + standing + "  " + registeredAt + "  " + entry.getName()
                            + (reason.isEmpty() ? "" : "  (" + reason + ")"));
        }
    }

    private static void printChange(World world, GlobalOptions options, String id, BusinessChangeResponse response) {
        requireBusiness(id, response);
        print(world, options, response.getBusiness());
    }

    private static void requireBusiness(String id, BusinessChangeResponse response) {
        if (!response.hasBusiness()) {
            throw new CommandFailure(Exit.NOT_FOUND, "no business has the id " + id)
                    .withHint("waxwing relay business list");
        }
    }

    private static JsonLine json(BusinessLimits limits) {
        boolean limited = limits.getPeoplePerDay() > 0;
        JsonLine line = JsonLine.part().with("tier", limits.getTier());
        line = limited
                ? line.with("people_per_day", limits.getPeoplePerDay()).with("people_used", limits.getPeopleUsed())
                : line.withNull("people_per_day").withNull("people_used");
        line = limits.getNextFreeAtMs() > 0
                ? line.with(
                        "next_free_at",
                        Instant.ofEpochMilli(limits.getNextFreeAtMs()).toString())
                : line.withNull("next_free_at");
        return line.with("set_by_operator", limits.getSetByOperator());
    }

    @Command(name = "list", description = "Lists all businesses.", mixinStandardHelpOptions = true)
    static final class ListThem implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        ListThem(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            calls.call(world, relay -> relay.listBusinesses(ListBusinessesRequest.getDefaultInstance()))
                    .getBusinessesList()
                    .forEach(entry -> BusinessCommand.print(world, options, entry));
        }
    }

    @Command(
            name = "approve",
            description = "Lets a business send under its name, from now on.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", description = "As `business list` shows it")
        private String id = "";

        Approve(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            ApproveBusinessRequest request = ApproveBusinessRequest.newBuilder()
                    .setAccountId(OperatorCalls.id(id))
                    .build();
            BusinessCommand.printChange(world, options, id, calls.call(world, relay -> relay.approveBusiness(request)));
        }
    }

    @Command(
            name = "suspend",
            description = "Stops a business's messages, from now on.",
            mixinStandardHelpOptions = true)
    static final class Suspend implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", description = "As `business list` shows it")
        private String id = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; 1 to 200 characters")
        private String reason = "";

        Suspend(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            SuspendBusinessRequest request = SuspendBusinessRequest.newBuilder()
                    .setAccountId(OperatorCalls.id(id))
                    .setReason(reason)
                    .build();
            BusinessCommand.printChange(world, options, id, calls.call(world, relay -> relay.suspendBusiness(request)));
        }
    }

    @Command(
            name = "limits",
            description = {
                "Shows how many people a business may write to within 24 hours, or sets it.",
                "Tiers: 1 = 250 people, 2 = 1,000, 3 = 10,000, 4 = 100,000, 5 = as many as it likes."
            },
            mixinStandardHelpOptions = true)
    static final class Limits implements Runnable {
        private final World world;
        private final GlobalOptions options;

        @Mixin
        private OperatorCalls calls = new OperatorCalls();

        @Parameters(paramLabel = "ID", description = "As `business list` shows it")
        private String id = "";

        @Option(
                names = "--tier",
                paramLabel = "N|auto",
                description =
                        "1 to 5: it stays until the operator sets another; auto: the published rules go on from there")
        private @Nullable String tier;

        Limits(World world, GlobalOptions options) {
            this.world = world;
            this.options = options;
        }

        @Override
        public void run() {
            LimitBusinessRequest.Builder change =
                    LimitBusinessRequest.newBuilder().setAccountId(OperatorCalls.id(id));
            if (tier != null) {
                set(change, tier);
            }
            LimitBusinessRequest request = change.build();
            BusinessChangeResponse response = calls.call(world, relay -> relay.limitBusiness(request));
            BusinessCommand.requireBusiness(id, response);
            BusinessLimits limits = response.getBusiness().getLimits();
            if (options.json()) {
                world.out().println(JsonLine.answer().with("id", id).with("limits", json(limits)));
            } else {
                world.out().println(text(limits));
            }
        }

        private static void set(LimitBusinessRequest.Builder change, String tier) {
            if (tier.equals("auto")) {
                change.setByRules(true);
            } else if (tier.matches("[0-9]")
                    && Tier.ofNumber(Integer.parseInt(tier)).isPresent()) {
                change.setTier(Integer.parseInt(tier));
            } else {
                throw new CommandFailure(Exit.MALFORMED_VALUE, "--tier: " + tier + " (expected: 1 to 5, or auto)")
                        .withHint("waxwing relay business limits --help");
            }
        }

        private static String text(BusinessLimits limits) {
            String tier = "tier " + limits.getTier() + (limits.getSetByOperator() ? " (set by the operator): " : ": ");
            if (limits.getPeoplePerDay() == 0) {
                return tier + "as many people as it likes";
            }
            String used = String.format(
                    Locale.ROOT, "%,d of %,d people in 24 hours", limits.getPeopleUsed(), limits.getPeoplePerDay());
            return tier
                    + used
                    + (limits.getNextFreeAtMs() > 0
                            ? "; the first counts no more at " + Instant.ofEpochMilli(limits.getNextFreeAtMs())
                            : "");
        }
    }
}
