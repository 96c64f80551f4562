package waxwing.cli.command;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ControlsView;
import waxwing.client.Client;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.GeneralControls;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.GeneralControls.QuietHours;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.model.MessageKind;

/// `controls show|set|quiet-hours|cap|read-receipts|first-messages`: what holds for all businesses, and for
/// strangers.
@CommandLine.Command(
        name = "controls",
        description = "Decide what businesses and strangers may send you. For one business: waxwing business --help",
        subcommands = {
            ControlsCommand.Show.class,
            ControlsCommand.Set.class,
            ControlsCommand.Quiet.class,
            ControlsCommand.Cap.class,
            ControlsCommand.Read.class,
            ControlsCommand.First.class
        })
final class ControlsCommand {
    private static final int MOST_OFFERS = 100;
    private static final Pattern HOURS = Pattern.compile("(\\d{1,2}:\\d{2})-(\\d{1,2}:\\d{2})");
    private static final Pattern PER_WEEK = Pattern.compile("(\\d{1,6})/week");

    private ControlsCommand() {}

    private static void answer(Call call, GeneralControls now) {
        call.output().answer(ControlsView.json(now), ControlsView.lines(now));
    }

    private static CommandFailure usage(SafeText words, String hint) {
        return new CommandFailure(ErrorCode.USAGE, words).withHint(SafeText.of("{}", hint));
    }

    @CommandLine.Command(name = "show", description = "Show what holds.")
    static final class Show implements Command.OnAccount {
        @Override
        public void run(Call call, Client client) {
            answer(call, client.controls().show());
        }
    }

    @CommandLine.Command(
            name = "set",
            description =
                    "Allow a kind of message, turn it off, or have it wait until you answer, for every business that"
                            + " you have set nothing else for.")
    static final class Set implements Command.OnAccount {
        @Parameters(
                index = "0",
                paramLabel = "KIND",
                description = "RECEIPT, RESERVATION, DELIVERY, CODE, OFFER or CONVERSATION")
        private String kind = "";

        @Parameters(index = "1", paramLabel = "HOW", description = "allow, off, ask, or default to take it back")
        private How how = How.DEFAULT;

        enum How {
            ALLOW,
            OFF,
            ASK,
            DEFAULT
        }

        private Optional<Permission> permission() {
            return switch (how) {
                case ALLOW -> Optional.of(Permission.ALLOWED);
                case OFF -> Optional.of(Permission.STOPPED);
                case ASK -> Optional.of(Permission.ASKED);
                case DEFAULT -> Optional.empty();
            };
        }

        @Override
        public void check(Call call) {
            boolean opening = how == How.ALLOW || how == How.ASK;
            if (MessageKind.parse(kind) == MessageKind.OFFER && opening) {
                throw usage(
                        SafeText.of("offers need your yes to each business (expected: OFFER off or default)"),
                        "waxwing business allow WHO OFFER");
            }
        }

        @Override
        public void run(Call call, Client client) {
            MessageKind wanted = MessageKind.parse(kind);
            answer(
                    call,
                    wanted == MessageKind.OFFER
                            ? client.controls().show()
                            : client.controls().setKind(wanted, permission()));
        }
    }

    @CommandLine.Command(
            name = "quiet-hours",
            description = "Have what businesses send wait for the end of these hours; codes come through.")
    static final class Quiet implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "HOURS", description = "for example 22:00-07:00, or off")
        private String hours = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "ZONE",
                description = "a time zone such as Europe/Paris (default: this computer's)")
        private @Nullable String zone;

        @Override
        public void check(Call call) {
            var _ = parsed(call);
        }

        @Override
        public void run(Call call, Client client) {
            answer(call, client.controls().setQuietHours(parsed(call)));
        }

        private Optional<QuietHours> parsed(Call call) {
            if (hours.equalsIgnoreCase("off")) {
                return Optional.empty();
            }
            Matcher words = HOURS.matcher(hours);
            if (!words.matches()) {
                throw usage(SafeText.of("quiet hours: {} (expected: such as 22:00-07:00, or off)", hours), HELP);
            }
            LocalTime from = time(words.group(1));
            LocalTime until = time(words.group(2));
            if (from.equals(until)) {
                throw usage(SafeText.of("quiet hours: {} (expected: two different times of day)", hours), HELP);
            }
            return Optional.of(new QuietHours(from, until, zone(call)));
        }

        private static LocalTime time(String word) {
            try {
                return LocalTime.parse(word.length() < 5 ? "0" + word : word);
            } catch (DateTimeParseException _) {
                throw usage(SafeText.of("quiet hours: {} (expected: a time of day, 00:00 to 23:59)", word), HELP);
            }
        }

        private String zone(Call call) {
            String name = zone == null ? call.zone().getId() : zone;
            if (!ZoneId.getAvailableZoneIds().contains(name)) {
                throw usage(SafeText.of("time zone: {} (expected: a name such as Europe/Paris)", name), HELP);
            }
            return name;
        }

        private static final String HELP = "waxwing controls quiet-hours 22:00-07:00 Europe/Paris";
    }

    @CommandLine.Command(
            name = "cap",
            description = "Set how many offers each business may send you in any seven days.")
    static final class Cap implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "KIND", description = "OFFER")
        private String kind = "";

        @Parameters(index = "1", paramLabel = "N/week", description = "for example 2/week, or default")
        private String cap = "";

        @Override
        public void check(Call call) {
            if (MessageKind.parse(kind) != MessageKind.OFFER) {
                throw usage(
                        SafeText.of("{} has no cap (expected: OFFER)", kind), "waxwing controls set " + kind + " ask");
            }
            var _ = parsed();
        }

        @Override
        public void run(Call call, Client client) {
            answer(call, client.controls().setOffersPerWeek(parsed()));
        }

        private OptionalInt parsed() {
            if (cap.equalsIgnoreCase("default")) {
                return OptionalInt.empty();
            }
            Matcher words = PER_WEEK.matcher(cap);
            if (!words.matches() || Integer.parseInt(words.group(1)) > MOST_OFFERS) {
                throw usage(
                        SafeText.of("cap: {} (expected: 0/week to {}/week, or default)", cap, MOST_OFFERS),
                        "waxwing controls cap OFFER 2/week");
            }
            return OptionalInt.of(Integer.parseInt(words.group(1)));
        }
    }

    @CommandLine.Command(name = "read-receipts", description = "Let businesses know what you read, or not.")
    static final class Read implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHOM", description = "business")
        private Whom whom = Whom.BUSINESS;

        @Parameters(index = "1", paramLabel = "HOW", description = "on or off")
        private ReadReceipts receipts = ReadReceipts.ON;

        enum Whom {
            BUSINESS
        }

        @Override
        public void run(Call call, Client client) {
            answer(
                    call,
                    switch (whom) {
                        case BUSINESS -> client.controls().setReadReceipts(receipts);
                    });
        }
    }

    @CommandLine.Command(
            name = "first-messages",
            description = "Choose whose first message is a message; that of others waits under: waxwing requests")
    static final class First implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHOSE", description = "everyone or contacts")
        private FirstMessages first = FirstMessages.EVERYONE;

        @Override
        public void run(Call call, Client client) {
            answer(call, client.controls().setFirstMessages(first));
        }
    }
}
