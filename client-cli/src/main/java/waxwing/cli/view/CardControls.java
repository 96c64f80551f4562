package waxwing.cli.view;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;

/// What a person can do about a card, as commands under it. It is drawn by this program, and so no content can
/// leave it out.
final class CardControls {
    private CardControls() {}

    static List<SafeText> of(StoredMessage message) {
        if (message.direction() == Direction.SENT) {
            return List.of();
        }
        return switch (message.body()) {
            case MessageBody.OfferCard _ ->
                List.of(SafeText.of("  stop offers: waxwing business stop {} OFFER", ContactView.word(message.with())));
            case MessageBody.Text _,
                    MessageBody.ReceiptCard _,
                    MessageBody.ReservationCard _,
                    MessageBody.DeliveryCard _,
                    MessageBody.CodeCard _ -> List.of();
        };
    }
}
