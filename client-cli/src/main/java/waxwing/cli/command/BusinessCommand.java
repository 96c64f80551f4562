package waxwing.cli.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.MessageView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.cli.view.VouchedFor;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.BusinessView;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.Choice;
import waxwing.client.people.Choice.Means;
import waxwing.client.people.Contact;
import waxwing.model.MessageKind;

/// `business list|show|allow|stop|ask|act|report|export|verify-receipt`: which businesses may send what,
/// what a person answers to it, and what they can prove with it.
@CommandLine.Command(
        name = "business",
        description = "Decide what businesses may send you, and answer it.",
        subcommands = {
            BusinessCommand.ListAll.class,
            BusinessCommand.Show.class,
            BusinessCommand.Allow.class,
            BusinessCommand.Stop.class,
            BusinessCommand.Ask.class,
            ActCommand.class,
            ReportCommand.OfBusiness.class,
            ExportCommand.class,
            VerifyReceiptCommand.class
        })
final class BusinessCommand {
    private BusinessCommand() {}

    @CommandLine.Command(
            name = "list",
            description = "List the businesses that wrote to you or that you set something for.")
    static final class ListAll implements Command.OnAccount {
        @Override
        public void run(Call call, Client client) {
            List<BusinessView> businesses = client.businesses().all();
            VouchedFor vouched = VouchedFor.of(
                    client, businesses.stream().map(BusinessView::contact).toList());
            businesses.forEach(business -> call.output().answer(json(business, vouched), summary(business, vouched)));
            if (businesses.isEmpty()) {
                call.output().note(SafeText.of("No business has written to you."));
            }
        }
    }

    @CommandLine.Command(name = "show", description = "Show what a business may send you.")
    static final class Show implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a business's name or number")
        private String who = "";

        @Override
        public void run(Call call, Client client) {
            Contact contact = business(client, who);
            BusinessView business = view(client, contact, who);
            VouchedFor vouched = VouchedFor.of(client, List.of(contact));
            List<Choice> choices = client.businesses().choices(contact);
            List<SafeText> lines = new ArrayList<>(details(business, vouched));
            choices.forEach(choice -> lines.add(SafeText.of(
                    "  {}: you {} {} ({}, device {})",
                    call.messages().time(choice.at()),
                    SafeText.line(words(choice.permission())),
                    SafeText.line(choice.kind().name()),
                    SafeText.line(means(choice)),
                    choice.device().value())));
            call.output()
                    .answer(
                            json(business, vouched)
                                    .put(
                                            "choices",
                                            choices.stream()
                                                    .map(BusinessCommand::json)
                                                    .toList()),
                            lines);
        }
    }

    @CommandLine.Command(
            name = "allow",
            description = "Let kinds of messages through; without a kind all but OFFER, which has to be named.")
    static final class Allow implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = WHO)
        private String who = "";

        @Parameters(index = "1..*", paramLabel = "KIND", description = KINDS)
        private List<String> kinds = List.of();

        @Override
        public void run(Call call, Client client) {
            Named named = Named.of(client, who, parse(kinds));
            Outcomes.changed(
                    client.businesses().allow(named.business(), named.kinds(), named.means()),
                    named.business().displayName());
            showNow(call, client, named.business());
        }
    }

    @CommandLine.Command(name = "stop", description = "Stop kinds of messages; without a kind, all.")
    static final class Stop implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = WHO)
        private String who = "";

        @Parameters(index = "1..*", paramLabel = "KIND", description = KINDS)
        private List<String> kinds = List.of();

        @Override
        public void run(Call call, Client client) {
            Named named = Named.of(client, who, parse(kinds));
            Outcomes.changed(
                    client.businesses().stop(named.business(), named.kinds(), named.means()),
                    named.business().displayName());
            showNow(call, client, named.business());
        }
    }

    @CommandLine.Command(
            name = "ask",
            description = "Have kinds of messages wait until you answer; without a kind all but OFFER, which has to be"
                    + " named. What waits is listed by: waxwing requests")
    static final class Ask implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a business's name or number")
        private String who = "";

        @Parameters(index = "1..*", paramLabel = "KIND", description = KINDS)
        private List<String> kinds = List.of();

        @Override
        public void run(Call call, Client client) {
            Set<MessageKind> wanted = parse(kinds);
            Contact contact = business(client, who);
            Outcomes.changed(client.businesses().ask(contact, wanted), who);
            showNow(call, client, contact);
        }
    }

    private static void showNow(Call call, Client client, Contact contact) {
        BusinessView business = view(client, contact, contact.displayName());
        VouchedFor vouched = VouchedFor.of(client, List.of(contact));
        call.output().answer(json(business, vouched), details(business, vouched));
    }

    /// A business, and kinds of its messages, as a person named them: by its name, or by one of its messages, which
    /// without kinds stands for its own.
    private record Named(Contact business, Set<MessageKind> kinds, Means means) {
        static Named of(Client client, String who, Set<MessageKind> kinds) {
            Optional<StoredMessage> message = People.received(client, who);
            if (message.isEmpty()) {
                return new Named(BusinessCommand.business(client, who), kinds, Means.COMMAND);
            }
            if (!message.get().with().isBusiness()) {
                throw notABusiness(message.get().with().displayName());
            }
            Set<MessageKind> meant = kinds.isEmpty()
                    ? Set.of(message.get()
                            .kind()
                            .orElseGet(() -> message.get().body().kind()))
                    : kinds;
            return new Named(message.get().with(), meant, Means.MESSAGE);
        }
    }

    private static final String WHO = "a business's name or number, or one of its messages, for its kind";
    private static final String KINDS = "RECEIPT, RESERVATION, DELIVERY, CODE, OFFER or CONVERSATION";

    private static Set<MessageKind> parse(List<String> names) {
        Set<MessageKind> kinds = EnumSet.noneOf(MessageKind.class);
        names.forEach(name -> kinds.add(MessageKind.parse(name)));
        return kinds;
    }

    private static Contact business(Client client, String who) {
        Contact contact = People.known(client, who);
        if (!contact.isBusiness()) {
            throw notABusiness(who);
        }
        return contact;
    }

    private static CommandFailure notABusiness(String who) {
        return new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("{} is not a business", who))
                .withHint(SafeText.of("waxwing business list"));
    }

    private static BusinessView view(Client client, Contact contact, String who) {
        return client.businesses().show(contact).orElseThrow(() -> notABusiness(who));
    }

    private static SafeText summary(BusinessView business, VouchedFor vouched) {
        List<SafeText> stopped = kinds(business, Permission.STOPPED);
        List<SafeText> asked = kinds(business, Permission.ASKED);
        SafeText off = stopped.isEmpty() ? SafeText.EMPTY : SafeText.of("off: {}", SafeText.joined(", ", stopped));
        SafeText ask = asked.isEmpty() ? SafeText.EMPTY : SafeText.of("asks: {}", SafeText.joined(", ", asked));
        List<SafeText> words = Stream.of(off, ask).filter(one -> !one.isEmpty()).toList();
        SafeText state = business.permission() == Permission.BLOCKED
                ? SafeText.of("blocked")
                : words.isEmpty() ? SafeText.of("all allowed") : SafeText.joined("; ", words);
        return SafeText.of("{}: {}", vouched.heading(business.contact()), state);
    }

    private static List<SafeText> kinds(BusinessView business, Permission permission) {
        return new TreeMap<>(business.settings())
                .entrySet().stream()
                        .filter(setting -> setting.getValue().permission() == permission)
                        .map(setting -> SafeText.line(setting.getKey().name()))
                        .toList();
    }

    private static List<SafeText> details(BusinessView business, VouchedFor vouched) {
        List<SafeText> lines = new ArrayList<>();
        lines.add(vouched.heading(business.contact()));
        lines.addAll(vouched.rows(business.contact()));
        if (business.permission() == Permission.BLOCKED) {
            lines.add(SafeText.of("  blocked: nothing arrives, and the business is not told"));
        }
        new TreeMap<>(business.settings())
                .forEach((kind, setting) -> lines.add(SafeText.of(
                        "  {} {} {}",
                        SafeText.line(kind.name()).padded(14),
                        SafeText.line(words(setting.permission())).padded(9),
                        switch (setting.origin()) {
                            case CHOSEN -> SafeText.of("your choice");
                            case KIND -> SafeText.of("your choice for the kind");
                            case DEFAULT -> SafeText.of("default");
                        })));
        return lines;
    }

    private static String words(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT);
    }

    private static Json json(BusinessView business, VouchedFor vouched) {
        Json kinds = Json.object();
        new TreeMap<>(business.settings()).forEach((kind, setting) -> kinds.put(kind.name(), json(setting)));
        return Json.answer()
                .put("business", ContactView.business(business.contact()))
                .put("number", business.contact().number().map(number -> number.e164()))
                .put("identity", vouched.json(business.contact()))
                .put("permission", words(business.permission()))
                .put("kinds", kinds);
    }

    private static String means(Choice choice) {
        return switch (choice.means()) {
            case COMMAND -> "by a command";
            case MESSAGE -> "from a message";
        };
    }

    private static Json json(Choice choice) {
        return Json.object()
                .put("kind", choice.kind().name())
                .put("permission", words(choice.permission()))
                .put("at", MessageView.rfc3339(choice.at()))
                .put("means", choice.means().name().toLowerCase(Locale.ROOT))
                .put("device", choice.device().value());
    }

    private static Json json(KindSetting setting) {
        return Json.object()
                .put("permission", words(setting.permission()))
                .put("origin", setting.origin().name().toLowerCase(Locale.ROOT));
    }
}
