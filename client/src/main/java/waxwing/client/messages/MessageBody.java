package waxwing.client.messages;

import com.google.protobuf.ByteString;
import java.util.Optional;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Reservation;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// What a message says. Text from outside is raw here: whoever shows it makes it safe for the screen.
public sealed interface MessageBody {
    /// @param replyTo the message that this one answers
    record Text(String text, Optional<MessageId> replyTo) implements MessageBody {}

    record ReceiptCard(Receipt receipt) implements MessageBody {}

    record ReservationCard(Reservation reservation) implements MessageBody {}

    record DeliveryCard(Delivery delivery) implements MessageBody {}

    record CodeCard(Code code) implements MessageBody {
        /// Never prints the code.
        @Override
        public String toString() {
            return "CodeCard[]";
        }
    }

    record OfferCard(Offer offer) implements MessageBody {}

    /// What a person asks of a business about one of its cards.
    record CardAction(Action action) implements MessageBody {
        /// @param card as the business's message has it
        /// @param text empty for none
        public static CardAction about(StoredMessage card, Action.Type type, String text) {
            return about(card.id(), card.body(), type, text);
        }

        /// As [#about(StoredMessage, Action.Type, String)], of a card that is kept elsewhere.
        public static CardAction about(MessageId id, MessageBody card, Action.Type type, String text) {
            return new CardAction(Action.newBuilder()
                    .setMessageId(ByteString.copyFrom(id.toBytes()))
                    .setEntity(card.entity().orElseGet(Entity::getDefaultInstance))
                    .setType(type)
                    .setText(text)
                    .build());
        }

        /// The message whose card it is about.
        ///
        /// @throws waxwing.model.MalformedValueException if it names none
        public MessageId about() {
            return MessageId.ofBytes(action.getMessageId().toByteArray());
        }
    }

    static MessageBody text(String text) {
        return new Text(text, Optional.empty());
    }

    /// The kind that a business's message of this body has; of an action, that of the card that it is
    /// about.
    default MessageKind kind() {
        return switch (this) {
            case Text _ -> MessageKind.CONVERSATION;
            case ReceiptCard _ -> MessageKind.RECEIPT;
            case ReservationCard _ -> MessageKind.RESERVATION;
            case DeliveryCard _ -> MessageKind.DELIVERY;
            case CodeCard _ -> MessageKind.CODE;
            case OfferCard _ -> MessageKind.OFFER;
            case CardAction(var action) -> kind(action.getType());
        };
    }

    private static MessageKind kind(Action.Type type) {
        return switch (type) {
            case CONFIRM_RESERVATION, CHANGE_RESERVATION, CANCEL_RESERVATION -> MessageKind.RESERVATION;
            case INSTRUCT_DELIVERY -> MessageKind.DELIVERY;
            case DISPUTE_RECEIPT -> MessageKind.RECEIPT;
            case TYPE_UNSPECIFIED, UNRECOGNIZED -> MessageKind.CONVERSATION;
        };
    }

    /// What a card is about; a later one with the same id and a higher revision takes its place.
    default Optional<Entity> entity() {
        return switch (this) {
            case Text _, CodeCard _, CardAction _ -> Optional.empty();
            case ReceiptCard(var receipt) -> Optional.of(receipt.getEntity());
            case ReservationCard(var reservation) -> Optional.of(reservation.getEntity());
            case DeliveryCard(var delivery) -> Optional.of(delivery.getEntity());
            case OfferCard(var offer) -> Optional.of(offer.getEntity());
        };
    }

    /// As it travels inside the encryption.
    default Body toContent() {
        var body = Body.newBuilder();
        switch (this) {
            case Text(var text, var replyTo) -> {
                var content = waxwing.content.v1.Text.newBuilder().setText(text);
                replyTo.ifPresent(id -> content.setReplyTo(ByteString.copyFrom(id.toBytes())));
                body.setText(content);
            }
            case ReceiptCard(var receipt) -> body.setReceipt(receipt);
            case ReservationCard(var reservation) -> body.setReservation(reservation);
            case DeliveryCard(var delivery) -> body.setDelivery(delivery);
            case CodeCard(var code) -> body.setCode(code);
            case OfferCard(var offer) -> body.setOffer(offer);
            case CardAction(var action) -> body.setAction(action);
        }
        return body.build();
    }

    /// Empty for a body that is no message of a person or a business: statuses, repairs, copies, or one of a
    /// later version.
    static Optional<MessageBody> ofContent(Body body) {
        return switch (body.getBodyCase()) {
            case TEXT -> {
                var reply = body.getText().getReplyTo();
                yield Optional.of(new Text(
                        body.getText().getText(),
                        reply.size() == 16 ? Optional.of(MessageId.ofBytes(reply.toByteArray())) : Optional.empty()));
            }
            case RECEIPT -> Optional.of(new ReceiptCard(body.getReceipt()));
            case RESERVATION -> Optional.of(new ReservationCard(body.getReservation()));
            case DELIVERY -> Optional.of(new DeliveryCard(body.getDelivery()));
            case CODE -> Optional.of(new CodeCard(body.getCode()));
            case OFFER -> Optional.of(new OfferCard(body.getOffer()));
            case ACTION -> Optional.of(new CardAction(body.getAction()));
            case STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> Optional.empty();
        };
    }
}
