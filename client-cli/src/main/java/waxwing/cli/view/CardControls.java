package waxwing.cli.view;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;

/// What a person can do about a card, as commands under it. It is drawn by this program, and so no content
/// can leave it out.
final class CardControls {
    private CardControls() {}

    static List<SafeText> of(StoredMessage message) {
        if (message.direction() == Direction.SENT) {
            return List.of();
        }
        List<SafeText> ofMislabelled = MislabelView.controls(message);
        return ofMislabelled.isEmpty() ? ofKind(message) : ofMislabelled;
    }

    private static List<SafeText> ofKind(StoredMessage message) {
        return switch (message.body()) {
            case MessageBody.OfferCard _ ->
                List.of(SafeText.of("  stop offers: waxwing business stop {} OFFER", ContactView.word(message.with())));
            case MessageBody.ReservationCard _ -> answers(message);
            case MessageBody.ReceiptCard(var receipt)
            when receipt.hasProof() ->
                List.of(SafeText.of("  keep as proof: waxwing business export {}", message.id()));
            case MessageBody.ReceiptCard _,
                    MessageBody.Text _,
                    MessageBody.DeliveryCard _,
                    MessageBody.CodeCard _,
                    MessageBody.CardAction _ -> List.of();
        };
    }

    private static List<SafeText> answers(StoredMessage message) {
        List<SafeText> words = Asking.offered(message).stream()
                .map(asking -> SafeText.line(asking.word()))
                .toList();
        return words.isEmpty()
                ? List.of()
                : List.of(
                        SafeText.of("  answer: waxwing business act {} {}", message.id(), SafeText.joined("|", words)));
    }
}
