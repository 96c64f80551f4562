package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waxwing.client.exchange.OutboxStore.Waiting;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.content.v1.Body;
import waxwing.content.v1.Header;
import waxwing.content.v1.Sealed;
import waxwing.crypto.Ciphertext;
import waxwing.crypto.Commitment;
import waxwing.crypto.EncryptResult;
import waxwing.crypto.Padding;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;

/// Takes what waits for a contact and makes the next submit of it: sealed, committed to, encrypted for each
/// device, and durable together with the ratchets' new state. Every call is work within a transaction.
final class Packing {
    /// A submit id is good for 24 h at the relay.
    private static final Duration SUBMIT_LIFE = Duration.ofHours(23);

    /// A business can't be told that a number has another account by now; it asks again.
    private static final Duration ADDRESS_LIFE = Duration.ofHours(1);

    private static final int MOST_ATTEMPTS = 8;
    private static final int RECEIPTS_TOGETHER = 200;

    private final Own own;
    private final Stores stores;
    private final Repairs repairs;
    private final ReceiptSigning signing;

    Packing(Own own, Stores stores, ReceiptSigning signing) {
        this.own = own;
        this.stores = stores;
        this.signing = signing;
        this.repairs = new Repairs(own, stores);
    }

    Step next(ContactId id) {
        Waiting waiting = stores.outbox().waitingFor(id, own.now());
        Optional<Step> step = switch (waiting.contact().standing()) {
            case OPEN -> {
                Waiting asked = waiting.toBeAsked() ? asked(waiting.contact()) : waiting;
                yield oldest(asked).map(outgoing -> prepared(asked, outgoing));
            }
            case BLOCKED -> oldest(waiting).map(outgoing -> refused(outgoing, StateReason.REFUSED));
            // What is no message is kept until the person has decided about the new identity.
            case IDENTITY_CHANGED ->
                stores.outbox().nextMessage(id).map(message -> refused(message, StateReason.IDENTITY_CHANGED));
        };
        return step.orElseGet(Step.Idle::new);
    }

    private Waiting asked(Contact contact) {
        repairs.ask(contact);
        return stores.outbox().waitingFor(contact.id(), own.now());
    }

    private Optional<Outgoing> oldest(Waiting waiting) {
        return waiting.oldest().or(() -> waiting.receipts() ? receipts(waiting.contact()) : Optional.empty());
    }

    private Optional<Outgoing> receipts(Contact contact) {
        return stores.outbox().takeReceipts(contact.id(), RECEIPTS_TOGETHER).flatMap(told -> {
            stores.outbox()
                    .queueControl(
                            contact,
                            own.newMessageId(),
                            Body.newBuilder().setStatuses(told).build(),
                            Optional.empty(),
                            own.now());
            return stores.outbox().next(contact.id());
        });
    }

    private Step prepared(Waiting waiting, Outgoing outgoing) {
        Contact contact = waiting.contact();
        if (outgoing.secondsLeft(own.now()).isEmpty()) {
            return refused(outgoing, StateReason.EXPIRED);
        }
        if (contact.account().isEmpty() || isOld(waiting.addressedAt())) {
            return new Step.Address(contact);
        }
        AccountId account = contact.account().get();
        Optional<Submit> outstanding = outgoing.submit().filter(this::isFresh);
        if (outstanding.isPresent()) {
            return ready(contact, outgoing, outstanding.get());
        }
        if (outgoing.attempts() >= MOST_ATTEMPTS) {
            return refused(outgoing, StateReason.REFUSED);
        }
        List<DeviceId> devices = waiting.devices();
        if (devices.isEmpty()) {
            return new Step.Bundles(contact, account, List.of());
        }
        // Of several devices none is encrypted for before it is sure that all can be; one shows it by itself.
        List<DeviceId> withoutSession = devices.size() == 1
                ? List.of()
                : devices.stream()
                        .filter(device -> !own.sessions().has(new DeviceAddress(account, device)))
                        .toList();
        return withoutSession.isEmpty()
                ? encrypted(contact, account, outgoing, devices)
                : withoutSession(contact, account, withoutSession);
    }

    private boolean isOld(Instant addressed) {
        return own.isBusiness() ? addressed.plus(ADDRESS_LIFE).isBefore(own.now()) : addressed.equals(Instant.EPOCH);
    }

    private boolean isFresh(Submit submit) {
        long made = SubmitId.ofBytes(submit.getSubmitId().toByteArray()).madeAtMillis();
        return Instant.ofEpochMilli(made)
                .plus(SUBMIT_LIFE)
                .isAfter(own.relayTime().instant());
    }

    /// No session either because there is none, or because the key that it is with is not the one that the
    /// contact shows.
    private Step withoutSession(Contact contact, AccountId account, List<DeviceId> devices) {
        boolean changed =
                own.sessions().identityOf(account).filter(key -> key.changed()).isPresent();
        return changed ? changedIdentity(contact, account) : new Step.Bundles(contact, account, devices);
    }

    /// A person decides about a new key; a business takes it and reports it.
    private Step changedIdentity(Contact contact, AccountId account) {
        if (own.isBusiness()) {
            own.sessions().identityOf(account).ifPresent(key -> own.sessions().accept(account, key.current()));
        }
        stores.identityChanged(contact, own);
        return new Step.Again();
    }

    private Step encrypted(Contact contact, AccountId account, Outgoing outgoing, List<DeviceId> devices) {
        Optional<Body> body = outgoing.content().body();
        if (body.isEmpty()) {
            stores.outbox().drop(outgoing);
            return new Step.Again();
        }
        if (!signing.isReady(outgoing.messageId(), body.get())) {
            return new Step.Certificate(outgoing.messageId());
        }
        Parcel parcel = seal(outgoing, signing.signed(outgoing.messageId(), body.get()));
        List<DeviceCiphertext> ciphertexts = new ArrayList<>();
        for (DeviceId device : devices) {
            DeviceAddress address = new DeviceAddress(account, device);
            switch (own.sessions().encrypt(address, parcel.plaintext())) {
                case EncryptResult.Encrypted(Ciphertext ciphertext) -> ciphertexts.add(addressed(device, ciphertext));
                case EncryptResult.NoSession _ -> {
                    return withoutSession(contact, account, List.of(device));
                }
                case EncryptResult.IdentityNotAccepted _ -> {
                    return changedIdentity(contact, account);
                }
            }
        }
        Submit submit = Submit.newBuilder()
                .setSubmitId(ByteString.copyFrom(own.newSubmitId().toBytes()))
                .addDestinations(Destination.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .addAllCiphertexts(ciphertexts))
                .setCommitments(parcel.commitments())
                .setAutomatic(contact.isBusiness() && !outgoing.isMessage())
                .build();
        stores.outbox().submitted(outgoing, account, submit, own.now());
        // Nobody looks at a business's messages on their way, and each step is written.
        if (outgoing.isMessage() && !own.isBusiness()) {
            stores.move(outgoing.messageId(), MessageState.SENDING, Optional.empty(), own.now());
        }
        return ready(contact, outgoing, submit);
    }

    /// The relay counts from each attempt's arrival, so each says anew what is left.
    private Step ready(Contact contact, Outgoing outgoing, Submit submit) {
        return outgoing.secondsLeft(own.now())
                .<Step>map(left -> new Step.Ready(
                        contact,
                        outgoing,
                        submit.toBuilder().setExpiresInS(left).build()))
                .orElseGet(() -> refused(outgoing, StateReason.EXPIRED));
    }

    private Parcel seal(Outgoing outgoing, Body body) {
        ByteString header = Header.newBuilder()
                .setMessageId(ByteString.copyFrom(outgoing.messageId().toBytes()))
                .setSentAtMs(outgoing.content().madeAt().toEpochMilli())
                .setKind(outgoing.label().map(MessageKind::name).orElse(""))
                .build()
                .toByteString();
        ByteString content = body.toByteString();
        Commitment toHeader = Commitment.to(header, own.random());
        Commitment toBody = Commitment.to(content, own.random());
        byte[] plaintext = Padding.padded(Sealed.newBuilder()
                .setHeader(header)
                .setBody(content)
                .setHeaderOpening(toHeader.opening())
                .setBodyOpening(toBody.opening())
                .build());
        return new Parcel(
                plaintext,
                Commitments.newBuilder()
                        .setHeader(toHeader.value())
                        .setBody(toBody.value())
                        .build());
    }

    private static DeviceCiphertext addressed(DeviceId device, Ciphertext ciphertext) {
        return DeviceCiphertext.newBuilder()
                .setDeviceId(device.value())
                .setRegistrationId(ciphertext.recipient().value())
                .setType(ciphertext.form().onTheWire())
                .setCiphertext(ciphertext.bytes())
                .build();
    }

    /// Gives something up: a message fails with a reason, what is no message vanishes, and what was to be asked for
    /// is asked for later.
    Step refused(Outgoing outgoing, StateReason reason) {
        stores.outbox().drop(outgoing);
        outgoing.content()
                .body()
                .filter(body -> !outgoing.isMessage() && body.hasRepairRequest())
                .ifPresent(request -> repairs.askLater(request.getRepairRequest()));
        if (outgoing.isMessage()) {
            stores.move(outgoing.messageId(), MessageState.FAILED, Optional.of(reason), own.now());
        }
        return new Step.Again();
    }

    private static final class Parcel {
        private final byte[] plaintext;
        private final Commitments commitments;

        Parcel(byte[] plaintext, Commitments commitments) {
            this.plaintext = plaintext;
            this.commitments = commitments;
        }

        byte[] plaintext() {
            return plaintext;
        }

        Commitments commitments() {
            return commitments;
        }
    }
}
