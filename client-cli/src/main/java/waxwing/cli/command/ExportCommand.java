package waxwing.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.calendar.ReservationCalendar;
import waxwing.cli.receipt.ReceiptDocument;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.KnownCards;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.SignedReceipt;
import waxwing.client.proof.Verdict;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Reservation;
import waxwing.model.MessageId;

/// `business export MESSAGE`: a card as a file for other programs, at its newest revision.
@CommandLine.Command(
        name = "export",
        description =
                "Write a reservation as a calendar file (iCalendar) or a receipt as a document that proves who signed it"
                        + " (JSON-LD), for example: waxwing business export MESSAGE > receipt.json")
final class ExportCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "MESSAGE", description = "the card's message id, as history --json tells it")
    private String message = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ics, of a reservation, or jsonld, of a receipt (default: the one that fits)")
    private @Nullable Format format;

    enum Format {
        ICS,
        JSONLD
    }

    @Override
    public void check(Call call) {
        MessageId.parse(message);
    }

    @Override
    public void run(Call call, Client client) {
        StoredMessage named = KnownCards.named(client, MessageId.parse(message));
        StoredMessage newest = KnownCards.newest(client, named);
        Format wanted = format != null ? format : fitting(newest);
        switch (wanted) {
            case ICS -> write(call, newest, calendar(newest).lines());
            case JSONLD -> write(call, newest, ReceiptDocument.of(signed(newest)));
        }
        if (!newest.id().equals(named.id())) {
            call.output().note(SafeText.of("The card was updated since; this is message {}.", newest.id()));
        }
    }

    private static void write(Call call, StoredMessage card, List<SafeText> calendar) {
        if (call.output().isJson()) {
            String text = calendar.stream().map(line -> line + "\r\n").collect(Collectors.joining());
            call.io().line(json(card, "ics", text));
        } else {
            call.io().file(calendar);
        }
    }

    private static void write(Call call, StoredMessage card, Json document) {
        call.io().line(call.output().isJson() ? json(card, "jsonld", document + "\n") : document);
    }

    private static Format fitting(StoredMessage card) {
        return card.body() instanceof MessageBody.ReceiptCard ? Format.JSONLD : Format.ICS;
    }

    private static SignedReceipt signed(StoredMessage card) {
        if (!(card.body() instanceof MessageBody.ReceiptCard(Receipt receipt))) {
            throw new CommandFailure(
                    ErrorCode.NOT_PERMITTED,
                    SafeText.of("message {} is no receipt (expected: one; only those are signed)", card.id()));
        }
        if (!receipt.hasProof()) {
            throw new CommandFailure(
                    ErrorCode.NOT_PERMITTED,
                    SafeText.of("receipt {} is not signed, so that a document of it would prove nothing", card.id()));
        }
        return switch (ReceiptProofs.check(receipt, card.id())) {
            case Verdict.Genuine(SignedReceipt signed) -> signed;
            case Verdict.NotGenuine(String why) ->
                throw new CommandFailure(ErrorCode.NOT_GENUINE, SafeText.of("not genuine: {}", why));
        };
    }

    private static ReservationCalendar calendar(StoredMessage card) {
        if (card.body() instanceof MessageBody.ReservationCard(Reservation reservation)) {
            return new ReservationCalendar(reservation, card.with().account().orElseThrow(), card.at());
        }
        throw new CommandFailure(
                ErrorCode.NOT_PERMITTED,
                SafeText.of(
                        "message {} is no reservation (expected: one, or a receipt; nothing else is exported)",
                        card.id()));
    }

    private static Json json(StoredMessage card, String format, String text) {
        return Json.answer()
                .put("id", card.id().toString())
                .put("format", format)
                .put("text", text);
    }
}
