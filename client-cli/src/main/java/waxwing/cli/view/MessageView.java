package waxwing.cli.view;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import waxwing.cli.card.Cards;
import waxwing.cli.card.ContentJson;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// A message in words. The second and later lines of a text are indented, so that no text can pass for another
/// message.
public final class MessageView {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final SafeText INDENT = SafeText.of("      ");

    private final InstantSource clock;
    private final ZoneId here;
    private final Cards cards;

    /// @param here the reader's zone
    public MessageView(InstantSource clock, ZoneId here) {
        this.clock = clock;
        this.here = here;
        this.cards = new Cards(here);
    }

    /// The time alone for today, with the day for any other.
    public SafeText time(Instant at) {
        ZonedDateTime local = at.atZone(here);
        boolean today = local.toLocalDate().equals(LocalDate.ofInstant(clock.instant(), here));
        return SafeText.line((today ? TIME : DAY_AND_TIME).format(local));
    }

    /// For example `18:04 Ann: hi`; a card follows its heading.
    public List<SafeText> lines(StoredMessage message) {
        List<SafeText> lines = new ArrayList<>();
        SafeText heading = SafeText.of("{} {}", time(message.at()), speaker(message));
        Optional<SafeText> said = Cards.said(message.body().toContent());
        if (said.isPresent()) {
            List<SafeText> rows = said.get().lines();
            lines.add(SafeText.of("{}: {}{}", heading, rows.getFirst(), mark(message)));
            rows.stream().skip(1).forEach(row -> lines.add(INDENT.plus(row)));
            MislabelView.warning(message).ifPresent(warning -> lines.add(1, warning));
            lines.addAll(MislabelView.controls(message));
        } else {
            lines.add(SafeText.of("{}, {}", heading, category(message)));
            MislabelView.warning(message).ifPresent(lines::add);
            lines.addAll(card(message));
        }
        return lines;
    }

    /// The card, and under it what the person can do about it.
    private List<SafeText> card(StoredMessage message) {
        List<SafeText> card = new ArrayList<>(cards.card(message.body().toContent()));
        card.addAll(CardControls.of(message));
        return card;
    }

    private static SafeText speaker(StoredMessage message) {
        if (message.direction() == Direction.SENT) {
            return SafeText.of("you");
        }
        SafeText name = ContactView.name(message.with());
        return message.with().isBusiness()
                ? SafeText.of("{} ({})", name, ContactView.verification(message.with()))
                : name;
    }

    private static SafeText mark(StoredMessage message) {
        return message.direction() == Direction.SENT
                ? SafeText.of("  [{}]", state(message.progress()))
                : SafeText.EMPTY;
    }

    /// For example `delivered`, `failed: recipient not found`.
    public static SafeText state(StoredMessage.Progress progress) {
        SafeText state = SafeText.line(progress.state().code());
        return progress.reason()
                .map(reason -> SafeText.of("{}: {}", state, reason(reason)))
                .orElse(state);
    }

    private static SafeText reason(StateReason reason) {
        return SafeText.line(reason.code().replace('_', ' '));
    }

    private static SafeText category(StoredMessage message) {
        return SafeText.line(kind(message).name().toLowerCase(Locale.ROOT));
    }

    private static MessageKind kind(StoredMessage message) {
        return message.kind().orElseGet(() -> message.body().kind());
    }

    /// On one line of at most `columns`.
    public SafeText summary(StoredMessage message, int columns) {
        return cards.summary(message.body().toContent()).cut(columns);
    }

    /// The text as it was written, or a card as it is drawn.
    public String text(StoredMessage message) {
        return switch (message.body()) {
            case MessageBody.Text text -> text.text();
            case MessageBody.CardAction(var action) -> action.getText();
            case MessageBody.ReceiptCard _,
                    MessageBody.ReservationCard _,
                    MessageBody.DeliveryCard _,
                    MessageBody.CodeCard _,
                    MessageBody.OfferCard _ -> drawn(message);
        };
    }

    private String drawn(StoredMessage message) {
        return card(message).stream().map(SafeText::toString).collect(Collectors.joining("\n"));
    }

    /// An own message for scripts as `send --json` prints it: until the relay has it, it is `queued`.
    public static Json asSendTellsIt(StoredMessage message) {
        return sent(message).put("state", sendState(message.state()));
    }

    static String sendState(MessageState state) {
        return (state == MessageState.SENDING ? MessageState.QUEUED : state).code();
    }

    /// An own message for scripts as `status --json` prints it.
    public static Json sent(StoredMessage message) {
        Json json = Json.answer()
                .put("id", message.id().toString())
                .put("to", message.with().number().map(PhoneNumber::e164))
                .put("state", message.state().code())
                .put("sent_at", rfc3339(message.at()));
        message.progress().reason().ifPresent(reason -> json.put("reason", reason.code()));
        return json;
    }

    /// A row of the history for scripts.
    public Json json(StoredMessage message) {
        boolean sent = message.direction() == Direction.SENT;
        Json json = Json.answer()
                .put("id", message.id().toString())
                .put("direction", message.direction().name().toLowerCase(Locale.ROOT))
                .put(sent ? "to" : "from", message.with().number().map(PhoneNumber::e164))
                .put(sent ? "to_name" : "from_name", ContactView.givenName(message.with()))
                .put("at", rfc3339(message.at()))
                .put("state", message.state().code());
        message.progress().reason().ifPresent(reason -> json.put("reason", reason.code()));
        return content(json, message);
    }

    /// As [#json], for lists: without the code of a `CODE`.
    public Json preview(StoredMessage message) {
        return json(
                message.body() instanceof MessageBody.CodeCard(var code)
                        ? message.saying(new MessageBody.CodeCard(
                                code.toBuilder().clearCode().build()))
                        : message);
    }

    /// Adds what a message says: `text`; for a business's message `business`, `kind`, `category`, `card`,
    /// `signed_at` if the business signed it, and `mislabelled` on one that is not what its label says; for
    /// what is asked about a card `action`.
    public Json content(Json json, StoredMessage message) {
        if (message.with().isBusiness()) {
            MessageKind kind = kind(message);
            json.put("business", ContactView.business(message.with()))
                    .put("kind", kind.name())
                    .put(
                            "category",
                            message.category().orElseGet(kind::category).name());
            MislabelView.json(message).ifPresent(mislabelled -> json.put("mislabelled", mislabelled));
        }
        card(message.body()).ifPresent(card -> json.put("card", card));
        message.body().entity().ifPresent(entity -> json.put("revision", entity.getRevision()));
        signedAt(message.body()).ifPresent(at -> json.put("signed_at", rfc3339(at)));
        json.put("text", text(message));
        if (message.body() instanceof MessageBody.Text text) {
            json.putIfPresent("reply_to", text.replyTo().map(Object::toString));
        }
        if (message.body() instanceof MessageBody.CardAction(var action)) {
            json.put("action", ContentJson.of(action));
        }
        return json;
    }

    private static Optional<Instant> signedAt(MessageBody body) {
        return body instanceof MessageBody.ReceiptCard(var receipt) && receipt.hasProof()
                ? Optional.of(Instant.ofEpochMilli(receipt.getProof().getSignedAtMs()))
                : Optional.empty();
    }

    private static Optional<Json> card(MessageBody body) {
        return switch (body) {
            case MessageBody.Text _, MessageBody.CardAction _ -> Optional.empty();
            case MessageBody.ReceiptCard(var receipt) ->
                Optional.of(ContentJson.of(receipt.toBuilder().clearProof().build()));
            case MessageBody.ReservationCard(var reservation) -> Optional.of(ContentJson.of(reservation));
            case MessageBody.DeliveryCard(var delivery) -> Optional.of(ContentJson.of(delivery));
            case MessageBody.CodeCard(var code) -> Optional.of(ContentJson.of(code));
            case MessageBody.OfferCard(var offer) -> Optional.of(ContentJson.of(offer));
        };
    }

    /// Its latest state in one line, for example `[read] "see you at eight"`.
    public SafeText stateLine(StoredMessage message, StoredMessage.Progress progress) {
        return SafeText.of("      [{}] {}", state(progress), summary(message, 40));
    }

    /// Whether a person wants to see this step of an own message.
    public static boolean isWorthShowing(MessageState state) {
        return switch (state) {
            case QUEUED, SENDING -> false;
            case ACCEPTED, DELIVERED, READ, SUPPRESSED, FAILED -> true;
        };
    }

    public static String rfc3339(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
