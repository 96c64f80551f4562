package waxwing.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.calendar.ReservationCalendar;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.KnownCards;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.content.v1.Reservation;
import waxwing.model.MessageId;

/// `business export MESSAGE`: a card as a file for other programs, at its newest revision.
@CommandLine.Command(
        name = "export",
        description =
                "Write a reservation as a calendar file (iCalendar), for example: waxwing business export MESSAGE > table.ics")
final class ExportCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "MESSAGE", description = "the card's message id, as history --json tells it")
    private String message = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "ics, of a reservation (default: ics)")
    private Format format = Format.ICS;

    enum Format {
        ICS
    }

    @Override
    public void check(Call call) {
        MessageId.parse(message);
    }

    @Override
    public void run(Call call, Client client) {
        StoredMessage named = KnownCards.named(client, MessageId.parse(message));
        StoredMessage newest = KnownCards.newest(client, named);
        List<SafeText> file = switch (format) {
            case ICS -> calendar(newest).lines();
        };
        if (!newest.id().equals(named.id())) {
            call.output().note(SafeText.of("The card was updated since; this is message {}.", newest.id()));
        }
        if (call.output().isJson()) {
            call.io().line(json(newest, file));
        } else {
            call.io().file(file);
        }
    }

    private static ReservationCalendar calendar(StoredMessage card) {
        if (card.body() instanceof MessageBody.ReservationCard(Reservation reservation)) {
            return new ReservationCalendar(reservation, card.with().account().orElseThrow(), card.at());
        }
        throw new CommandFailure(
                ErrorCode.NOT_PERMITTED,
                SafeText.of("message {} is no reservation (expected: one; only those go into calendars)", card.id()));
    }

    private static Json json(StoredMessage card, List<SafeText> file) {
        String text = file.stream().map(line -> line + "\r\n").collect(Collectors.joining());
        return Json.answer()
                .put("id", card.id().toString())
                .put("format", "ics")
                .put("text", text);
    }
}
