package waxwing.client.exchange;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.exchange.Received.Keys;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.Standing;
import waxwing.client.people.ContactStore;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.Speaker;
import waxwing.crypto.CiphertextForm;
import waxwing.crypto.DecryptResult;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MalformedValueException;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.RelayStatus;

/// Messages that reach this end. Who speaks is what the relay certifies, never what content says.
///
/// Every call is work within one transaction: the plaintext, the ratchet that gave it, the event, what became
/// of the envelope, and the receipt to be sent are durable together, or none is. The envelope is acknowledged
/// afterwards; one that comes again is acknowledged again and changes nothing.
final class Inbox {
    private final Own own;
    private final Stores stores;
    private final CertificateCheck certificates;
    private final Unsealing unsealing;
    private final Repairs repairs;

    Inbox(Own own, Stores stores, CertificateCheck certificates) {
        this.own = own;
        this.stores = stores;
        this.certificates = certificates;
        this.repairs = new Repairs(own, stores);
        this.unsealing = new Unsealing(own, stores, repairs, certificates.relayKey());
    }

    /// An envelope whose session is with another key than the one that the relay certifies; thrown, so that
    /// nothing of it stays.
    static final class ForeignKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @throws ForeignKeyException if the work has to be undone, and [#discard] called instead
    Received receive(Delivery delivery) {
        return switch (delivery.getEntryCase()) {
            case ENVELOPE -> receive(delivery.getEnvelope());
            case STATUS -> receive(delivery.getStatus());
            case ENTRY_NOT_SET -> Received.of(Fate.DISCARDED);
        };
    }

    private Received receive(Envelope envelope) {
        Optional<Speaker> certified = certificates.check(envelope.getSender(), envelope.getAcceptedAtMs());
        Optional<Origin> origin = certified.flatMap(speaker -> Origin.of(speaker, envelope));
        if (origin.isEmpty() || !isLabelledAsItsSender(origin.get().speaker(), envelope)) {
            return Received.of(Fate.DISCARDED);
        }
        DeviceAddress device = origin.get().device();
        SubmitId submit = origin.get().submit();
        Optional<Fate> before = stores.peers().seen(device, submit);
        if (before.isPresent()) {
            return Received.of(before.get());
        }
        Received received = open(origin.get(), envelope);
        stores.peers().see(device, submit, CiphertextDigest.of(envelope.getCiphertext()), received.fate(), own.now());
        return received;
    }

    /// A business's message has a label, a person's has none.
    private static boolean isLabelledAsItsSender(Speaker speaker, Envelope envelope) {
        return envelope.hasLabel() == (speaker.type() == AccountType.BUSINESS);
    }

    private Received open(Origin origin, Envelope envelope) {
        Contact contact = certified(origin.speaker());
        if (contact.standing() == Standing.BLOCKED) {
            return Received.of(Fate.DISCARDED);
        }
        CiphertextForm form = origin.form();
        DecryptResult result = own.sessions()
                .decrypt(origin.device(), form, envelope.getCiphertext().toByteArray());
        return switch (result) {
            case DecryptResult.Plain plain -> {
                if (!plain.identity().equals(origin.speaker().identity())) {
                    throw new ForeignKeyException();
                }
                stores.peers().addDevice(origin.device());
                Contact shown = plain.replaced().isPresent() ? replaced(contact, origin, plain) : contact;
                Received received = unsealing
                        .unseal(shown, origin, envelope, plain.content())
                        .with(form == CiphertextForm.PREKEY ? Keys.USED : Keys.UNTOUCHED);
                yield stores.peers().understood(origin.device()) ? received.alsoCarrying(contact.id()) : received;
            }
            // The submit is a new one, but its key was used before: the sender's ratchet went back, for example because
            // a backup was restored. What this one said is not known here.
            case DecryptResult.Duplicate _ -> unreadable(contact, origin, envelope);
            case DecryptResult.Undecryptable(DecryptResult.Reason reason) ->
                isWorthRepairing(reason) ? unreadable(contact, origin, envelope) : Received.of(Fate.UNDECRYPTABLE);
        };
    }

    /// A ciphertext that came before under another name is the relay's doing: the sender could not send it again.
    private Received unreadable(Contact contact, Origin origin, Envelope envelope) {
        return stores.peers().seen(origin.device(), CiphertextDigest.of(envelope.getCiphertext()))
                ? Received.of(Fate.DISCARDED)
                : repairs.want(contact, origin.device(), origin.submit());
    }

    /// Noise, and the replay of an opening message, come from nobody who could send anything again.
    private static boolean isWorthRepairing(DecryptResult.Reason reason) {
        return switch (reason) {
            case MALFORMED, REPLAYED_PREKEY -> false;
            case NO_SESSION, WRONG_SESSION, UNKNOWN_PREKEY, COUNTER_GAP -> true;
        };
    }

    private Contact certified(Speaker speaker) {
        ContactStore.Known known = stores.contacts().certified(speaker, own.now());
        if (known.numberMoved()) {
            stores.identityChanged(known.contact(), own);
        }
        return stores.contacts().byId(known.contact().id()).orElseThrow();
    }

    /// A business goes on with the new key, and its operator is told; a person is told, and decides before
    /// answering.
    private Contact replaced(Contact contact, Origin origin, DecryptResult.Plain plain) {
        if (own.isBusiness()) {
            own.sessions().accept(origin.device().account(), plain.identity());
        }
        stores.identityChanged(contact, own);
        return stores.contacts().byId(contact.id()).orElseThrow();
    }

    /// Forgets what nobody can send or ask for again.
    Instant forgetOld() {
        stores.purge(own.now());
        return own.now();
    }

    /// What takes the place of work that was undone.
    Received discard(Delivery delivery) {
        Envelope envelope = delivery.getEnvelope();
        certificates
                .check(envelope.getSender(), envelope.getAcceptedAtMs())
                .flatMap(speaker -> Origin.of(speaker, envelope))
                .filter(origin ->
                        stores.peers().seen(origin.device(), origin.submit()).isEmpty())
                .ifPresent(origin -> stores.peers()
                        .see(
                                origin.device(),
                                origin.submit(),
                                CiphertextDigest.of(envelope.getCiphertext()),
                                Fate.DISCARDED,
                                own.now()));
        return Received.of(Fate.DISCARDED);
    }

    /// What the relay decided about one of a business's submits.
    private Received receive(RelayStatus status) {
        if (status.hasBusinessChanged()) {
            return Received.of(Fate.STORED);
        }
        try {
            SubmitId submit = SubmitId.ofBytes(status.getSubmitId().toByteArray());
            AccountId to = AccountId.ofBytes(status.getAccountId().toByteArray());
            stores.outbox().carriedBy(submit, to).ifPresent(message -> {
                Instant now = own.now();
                switch (status.getStatusCase()) {
                    case SUPPRESSED ->
                        stores.move(
                                message,
                                MessageState.SUPPRESSED,
                                reason(status.getSuppressed().getCode()),
                                now);
                    case FAILED ->
                        stores.move(
                                message,
                                MessageState.FAILED,
                                reason(status.getFailed().getCode()),
                                now);
                    case BUSINESS_CHANGED, STATUS_NOT_SET -> {}
                }
            });
            return Received.of(Fate.STORED);
        } catch (MalformedValueException _) {
            return Received.of(Fate.DISCARDED);
        }
    }

    private static Optional<StateReason> reason(waxwing.relay.v1.Suppressed.Code code) {
        return switch (code) {
            case RECIPIENT_PREFERENCE -> Optional.of(StateReason.RECIPIENT_PREFERENCE);
            case RECIPIENT_OPTED_OUT -> Optional.of(StateReason.RECIPIENT_OPTED_OUT);
            case RECIPIENT_NOT_OPTED_IN -> Optional.of(StateReason.RECIPIENT_NOT_OPTED_IN);
            case SERVICE_WINDOW_CLOSED -> Optional.of(StateReason.SERVICE_WINDOW_CLOSED);
            case RECIPIENT_LIMIT_REACHED -> Optional.of(StateReason.RECIPIENT_LIMIT_REACHED);
            case CODE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Optional<StateReason> reason(waxwing.relay.v1.Failed.Code code) {
        return switch (code) {
            case SENDER_NOT_VERIFIED -> Optional.of(StateReason.SENDER_NOT_VERIFIED);
            case SENDER_SUSPENDED -> Optional.of(StateReason.SENDER_SUSPENDED);
            case KIND_NOT_ALLOWED -> Optional.of(StateReason.KIND_NOT_ALLOWED);
            case TIER_EXCEEDED -> Optional.of(StateReason.TIER_EXCEEDED);
            case CODE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    /// Where an envelope comes from, and how it is named and made.
    record Origin(Speaker speaker, DeviceAddress device, SubmitId submit, CiphertextForm form) {
        static Optional<Origin> of(Speaker speaker, Envelope envelope) {
            try {
                CiphertextType type = envelope.getType();
                return CiphertextForm.of(type)
                        .map(form -> new Origin(
                                speaker,
                                new DeviceAddress(speaker.account(), new DeviceId(envelope.getSenderDeviceId())),
                                SubmitId.ofBytes(envelope.getSubmitId().toByteArray()),
                                form));
            } catch (MalformedValueException _) {
                return Optional.empty();
            }
        }
    }
}
