package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.Honesty;
import waxwing.client.content.HonestyPolicy;
import waxwing.client.content.Mislabel;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.exchange.Inbox.Origin;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.MessageStore.Insertion;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.report.Evidence;
import waxwing.content.v1.Body;
import waxwing.content.v1.Header;
import waxwing.content.v1.MessageStatuses;
import waxwing.content.v1.Sealed;
import waxwing.content.v1.SentCopy;
import waxwing.crypto.Commitment;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Envelope;

/// Reads what was decrypted, checks it against what stands outside the encryption, and files it. Every call is
/// work within a transaction.
final class Unsealing {
    /// Bytes; a report has to be able to show it.
    private static final int LARGEST_HEADER = 256;

    private final Own own;
    private final Stores stores;
    private final Repairs repairs;
    private final PublicKey relayKey;

    Unsealing(Own own, Stores stores, Repairs repairs, PublicKey relayKey) {
        this.own = own;
        this.stores = stores;
        this.repairs = repairs;
        this.relayKey = relayKey;
    }

    Received unseal(Contact from, Origin origin, Envelope envelope, ByteString plaintext) {
        try {
            Sealed sealed = Sealed.parseFrom(plaintext);
            if (!isCommittedTo(sealed, envelope.getCommitments())) {
                return Received.of(Fate.DISCARDED);
            }
            Header header = Header.parseFrom(sealed.getHeader());
            Body body = Body.parseFrom(sealed.getBody());
            MessageId id = MessageId.ofBytes(header.getMessageId().toByteArray());
            Opened opened = new Opened(envelope, sealed, header, id, body);
            boolean mayDiffer =
                    envelope.hasLabel() && MessageBody.ofContent(body).isPresent();
            return opened.saysItsLabel() || mayDiffer ? file(from, origin, opened) : Received.of(Fate.DISCARDED);
        } catch (InvalidProtocolBufferException | MalformedValueException _) {
            return Received.of(Fate.DISCARDED);
        }
    }

    private static boolean isCommittedTo(Sealed sealed, Commitments commitments) {
        return sealed.getHeader().size() <= LARGEST_HEADER
                && Commitment.opens(commitments.getHeader(), sealed.getHeaderOpening(), sealed.getHeader())
                && Commitment.opens(commitments.getBody(), sealed.getBodyOpening(), sealed.getBody());
    }

    private Received file(Contact from, Origin origin, Opened opened) throws InvalidProtocolBufferException {
        boolean repairLabel = opened.label() == waxwing.relay.v1.MessageKind.REPAIR;
        if (repairLabel && !opened.body().hasRepairRequest()) {
            return Received.of(Fate.DISCARDED);
        }
        return switch (opened.body().getBodyCase()) {
            case TEXT, RECEIPT, RESERVATION, DELIVERY, CODE, OFFER, ACTION -> message(from, origin, opened);
            case STATUSES -> statuses(from, opened.body().getStatuses());
            case REPAIR_REQUEST ->
                repairs.answer(from, origin.device().account(), opened.body().getRepairRequest());
            case SENT_COPY -> sentCopy(origin, opened.body().getSentCopy(), opened.at());
            case BODY_NOT_SET -> Received.of(Fate.DISCARDED);
        };
    }

    private Received message(Contact from, Origin origin, Opened opened) {
        Optional<MessageBody> body = MessageBody.ofContent(opened.body());
        if (body.isEmpty()) {
            return Received.of(Fate.DISCARDED);
        }
        if (origin.speaker().type() == AccountType.BUSINESS) {
            return ofBusiness(from, origin, opened, body.get());
        }
        return isPersonal(from, body.get())
                ? keep(origin, opened, received(from, opened, body.get(), Optional.empty(), Optional.empty()))
                : Received.of(Fate.DISCARDED);
    }

    /// A business's message is the kind that its label says, and keeps the rules of that kind; one that
    /// could pass for something else is marked. What is not to be read at all, or has a proof that does
    /// not hold, is not shown.
    private Received ofBusiness(Contact from, Origin origin, Opened opened, MessageBody body) {
        Optional<MessageKind> label = opened.kind();
        boolean proven = ReceiptProofs.violations(opened.body().getReceipt(), opened.id(), origin.speaker(), relayKey)
                .isEmpty();
        if (label.isEmpty() || !proven) {
            return Received.of(Fate.DISCARDED);
        }
        Honesty honesty = HonestyPolicy.judge(
                label.get(),
                opened.header().getKind(),
                opened.body(),
                VerifiedDomains.of(origin.speaker().domains()));
        return switch (honesty) {
            case Honesty.AsLabelled _ -> keep(origin, opened, received(from, opened, body, label, Optional.empty()));
            case Honesty.Mislabelled(var how) ->
                keep(origin, opened, received(from, opened, body, label, Optional.of(how)));
            case Honesty.Malformed _ -> Received.of(Fate.DISCARDED);
        };
    }

    private StoredMessage received(
            Contact from, Opened opened, MessageBody body, Optional<MessageKind> kind, Optional<Mislabel> mislabel) {
        return new StoredMessage(
                opened.id(),
                from,
                Direction.RECEIVED,
                opened.at(),
                body,
                kind,
                new Progress(MessageState.DELIVERED, Optional.empty(), own.now()),
                mislabel);
    }

    private Received keep(Origin origin, Opened opened, StoredMessage message) {
        Contact from = message.with();
        boolean waits = message.kind().isEmpty()
                && !own.isBusiness()
                && stores.strangers().mustWait(from);
        if (stores.messages().insert(origin.device().account(), message) instanceof Insertion.Inserted(long row)) {
            if (waits) {
                stores.strangers().wait(from, row);
            } else {
                stores.events().received(from, row, own.now());
            }
            if (!own.isBusiness()) {
                stores.evidence()
                        .keep(
                                opened.evidence(origin),
                                message.body().toContent().toByteString());
            }
        }
        if (waits) {
            return Received.of(Fate.STORED);
        }
        return Received.of(Fate.STORED, delivered(from, opened.id()));
    }

    /// Told again for a message that came again: its sender may have missed it the first time.
    private Optional<ContactId> delivered(Contact from, MessageId id) {
        if (own.isBusiness()) {
            return Optional.empty();
        }
        stores.outbox().queueReceipt(from, id, MessageStatuses.Status.DELIVERED);
        return Optional.of(from.id());
    }

    /// A person writes text, and answers cards of a business.
    private boolean isPersonal(Contact from, MessageBody body) {
        return switch (body) {
            case MessageBody.Text(String text, var _) ->
                !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= Outbox.LONGEST_TEXT;
            case MessageBody.CardAction action -> own.isBusiness() && isOffered(from, action);
            case MessageBody.ReceiptCard _,
                    MessageBody.ReservationCard _,
                    MessageBody.DeliveryCard _,
                    MessageBody.CodeCard _,
                    MessageBody.OfferCard _ -> false;
        };
    }

    /// By a card that this business sent to whoever asks. It may have sent a later revision since, which
    /// the person had not seen.
    private boolean isOffered(Contact from, MessageBody.CardAction action) {
        return stores.messages()
                .sent(action.about())
                .filter(card -> card.with().id().equals(from.id()))
                .filter(card -> ContentPolicy.check(action.action(), card.body().toContent())
                        .isEmpty())
                .isPresent();
    }

    /// The recipient's own word. Only the one that a message went to can speak of it.
    private Received statuses(Contact from, MessageStatuses statuses) {
        MessageState state = switch (statuses.getStatus()) {
            case DELIVERED -> MessageState.DELIVERED;
            case READ -> MessageState.READ;
            case STATUS_UNSPECIFIED, UNRECOGNIZED -> MessageState.QUEUED;
        };
        for (ByteString bytes : statuses.getMessageIdsList()) {
            MessageId id = MessageId.ofBytes(bytes.toByteArray());
            boolean theirs = stores.messages()
                    .sent(id)
                    .filter(sent -> sent.with().id().equals(from.id()))
                    .isPresent();
            if (theirs) {
                stores.move(id, state, Optional.empty(), own.now());
            }
        }
        return Received.of(Fate.STORED);
    }

    /// From another device of the own account: what was sent there.
    private Received sentCopy(Origin origin, SentCopy copy, Instant at) throws InvalidProtocolBufferException {
        AccountId self = own.account().id();
        Optional<MessageBody> body = MessageBody.ofContent(Body.parseFrom(copy.getBody()));
        if (!origin.device().account().equals(self) || body.isEmpty()) {
            return Received.of(Fate.DISCARDED);
        }
        Contact to = stores.contacts().add(PhoneNumber.ofE164(copy.getPhoneNumber()), Optional.empty());
        MessageId id = MessageId.ofBytes(
                Header.parseFrom(copy.getHeader()).getMessageId().toByteArray());
        stores.messages()
                .insert(
                        self,
                        new StoredMessage(
                                id,
                                to,
                                Direction.SENT,
                                at,
                                body.get(),
                                Optional.empty(),
                                new Progress(MessageState.ACCEPTED, Optional.empty(), own.now())));
        return Received.of(Fate.STORED);
    }

    /// An envelope and what was inside it, which is what its commitments bind.
    private record Opened(Envelope envelope, Sealed sealed, Header header, MessageId id, Body body) {
        /// The relay's time.
        private Instant at() {
            return Instant.ofEpochMilli(envelope.getAcceptedAtMs());
        }

        /// The outer label; unspecified on a person's message.
        private waxwing.relay.v1.MessageKind label() {
            return envelope.getLabel().getKind();
        }

        private boolean saysItsLabel() {
            return header.getKind().equals(envelope.hasLabel() ? label().name() : "");
        }

        /// The label, if it is one of a message.
        private Optional<MessageKind> kind() {
            return Arrays.stream(MessageKind.values())
                    .filter(kind -> kind.name().equals(label().name()))
                    .findFirst();
        }

        private Evidence evidence(Origin origin) {
            return new Evidence(
                    id,
                    new Evidence.Stamp(
                            origin.device().account(),
                            origin.device().device(),
                            origin.submit(),
                            envelope.getAcceptedAtMs(),
                            label()),
                    envelope.getCommitments(),
                    envelope.getRelayTag(),
                    new Evidence.Inside(
                            sealed.getHeader(), sealed.getHeaderOpening(), sealed.getBody(), sealed.getBodyOpening()));
        }

        @Override
        public String toString() {
            return "Opened[" + id + "]";
        }
    }
}
