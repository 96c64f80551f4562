package waxwing.cli.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.ControlsView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.messages.Strangers;
import waxwing.client.people.Contact;
import waxwing.client.people.ControlsOutcome;
import waxwing.client.people.HeldRequest;
import waxwing.client.people.Resolution;
import waxwing.model.MessageKind;

/// `requests [accept|decline]`: what waits for the person's answer.
@CommandLine.Command(
        name = "requests",
        description = "List what waits for your answer, the oldest first; accept or decline it.",
        subcommands = {RequestsCommand.Accept.class, RequestsCommand.Decline.class})
final class RequestsCommand implements Command.OnAccount {
    @Override
    public void run(Call call, Client client) {
        List<HeldRequest> waiting = client.controls().requests();
        waiting.forEach(request -> call.output()
                .answer(
                        ControlsView.json(request),
                        SafeText.of(
                                "{} wants to send you {} {} (since {}): waxwing requests accept|decline {} {}",
                                ContactView.full(request.business()),
                                request.messages(),
                                SafeText.line(request.kind().name()),
                                call.messages().time(request.oldest()),
                                ContactView.word(request.business()),
                                SafeText.line(request.kind().name()))));
        List<Strangers.Waiting> strangers = client.strangers().all();
        strangers.forEach(one -> call.output()
                .answer(
                        ControlsView.json(one, call.messages()),
                        SafeText.of(
                                "{} wrote {} messages (since {}), first: {}: waxwing requests accept|decline {}",
                                ContactView.full(one.stranger()),
                                one.messages(),
                                call.messages().time(one.first().at()),
                                call.messages().summary(one.first(), 40),
                                ContactView.word(one.stranger()))));
        if (waiting.isEmpty() && strangers.isEmpty()) {
            call.output().note(SafeText.of("Nothing waits for your answer."));
        }
    }

    @CommandLine.Command(
            name = "accept",
            description =
                    "Let what waits come, and all later ones of its kind, or of that person; without a kind, all that wait.")
    static final class Accept implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a business's or person's name or number")
        private String who = "";

        @Parameters(index = "1..*", paramLabel = "KIND", description = "a kind that waits")
        private List<String> kinds = List.of();

        @Override
        public void run(Call call, Client client) {
            new Answering(call, client, who, kinds)
                    .answer("accepted", client.strangers()::accept, client.businesses()::allow);
        }
    }

    @CommandLine.Command(
            name = "decline",
            description =
                    "Drop what waits, and of a business refuse all later ones of its kind; without a kind, all that wait."
                            + " For no messages at all: waxwing block WHO")
    static final class Decline implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a business's or person's name or number")
        private String who = "";

        @Parameters(index = "1..*", paramLabel = "KIND", description = "a kind that waits")
        private List<String> kinds = List.of();

        @Override
        public void run(Call call, Client client) {
            new Answering(call, client, who, kinds)
                    .answer("declined", client.strangers()::decline, client.businesses()::stop);
        }
    }

    /// What is said to a person or a business of whom something waits.
    private record Answering(Call call, Client client, String who, List<String> kinds) {
        private void answer(
                String word,
                Consumer<Contact> toStranger,
                BiFunction<Contact, Set<MessageKind>, ControlsOutcome> toBusiness) {
            Optional<Strangers.Waiting> stranger = stranger(client, who);
            if (stranger.isEmpty()) {
                Waiting waiting = Waiting.of(client, who, kinds);
                Outcomes.changed(toBusiness.apply(waiting.business(), waiting.kinds()), who);
                waiting.tell(call, word);
                return;
            }
            if (!kinds.isEmpty()) {
                throw new CommandFailure(
                        ErrorCode.USAGE,
                        SafeText.of("{} is a person, whose messages have no kind (expected: no KIND)", who));
            }
            toStranger.accept(stranger.get().stranger());
            tell(call, stranger.get(), word);
        }
    }

    private static Optional<Strangers.Waiting> stranger(Client client, String who) {
        return switch (client.contacts().resolve(who)) {
            case Resolution.Found(Contact contact) ->
                client.strangers().all().stream()
                        .filter(one -> one.stranger().id().equals(contact.id()))
                        .findFirst();
            case Resolution.Ambiguous _, Resolution.NewNumber _, Resolution.NotFound _ -> Optional.empty();
        };
    }

    private static void tell(Call call, Strangers.Waiting one, String answer) {
        call.output()
                .answer(
                        ControlsView.json(one, call.messages()).put("answer", answer),
                        SafeText.of("{}: {}", ContactView.name(one.stranger()), answer));
    }

    /// The requests of a business that the person answers.
    private record Waiting(Contact business, List<HeldRequest> requests) {
        static Waiting of(Client client, String who, List<String> named) {
            Set<MessageKind> kinds = EnumSet.noneOf(MessageKind.class);
            named.forEach(name -> kinds.add(MessageKind.parse(name)));
            // Asked first: it makes contacts of businesses of which nothing has come yet.
            List<HeldRequest> all = client.controls().requests();
            Contact business = People.known(client, who);
            List<HeldRequest> meant = all.stream()
                    .filter(request -> request.business().id().equals(business.id()))
                    .filter(request -> kinds.isEmpty() || kinds.contains(request.kind()))
                    .toList();
            if (meant.isEmpty()) {
                throw new CommandFailure(
                                ErrorCode.NOT_FOUND,
                                SafeText.of("nothing of {} waits for your answer", ContactView.name(business)))
                        .withHint(SafeText.of("waxwing requests"));
            }
            return new Waiting(business, meant);
        }

        Set<MessageKind> kinds() {
            Set<MessageKind> kinds = EnumSet.noneOf(MessageKind.class);
            requests.forEach(request -> kinds.add(request.kind()));
            return kinds;
        }

        void tell(Call call, String answer) {
            requests.forEach(request -> call.output()
                    .answer(
                            ControlsView.json(request).put("answer", answer),
                            SafeText.of(
                                    "{} of {}: {}",
                                    SafeText.line(request.kind().name()),
                                    ContactView.name(business),
                                    answer)));
        }
    }
}
