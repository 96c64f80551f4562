package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SqlEvents;
import waxwing.client.messages.SqlMessages;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.SqlContacts;
import waxwing.client.people.SqlOwnRules;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.Account;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.report.SqlEvidence;
import waxwing.crypto.Bundle;
import waxwing.crypto.EncryptResult;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.SignedCertificate;

/// An end's inbox without a relay: the test is the relay, and hands over what it likes.
final class Desk implements AutoCloseable {
    private final Own own;
    private final Stores stores;
    private final Inbox inbox;
    private final DeviceKeys keys;
    private int taken;

    Desk(Path folder, AccountType type, String number, KeyPair relay) {
        Environment environment = new Environment(Clock.systemUTC(), new SecureRandom());
        Profile profile = Profile.create(
                folder.resolve(number), new ProfileKey.KeyFile(folder.resolve(number + ".key")), environment);
        Account account = new Account(
                new AccountId(UUID.randomUUID()),
                DeviceId.PRIMARY,
                PhoneNumber.ofE164(number),
                type,
                Optional.empty(),
                RelayLink.parse("waxwing://localhost"));
        this.own = new Own(account, profile);
        SqlContacts contacts = new SqlContacts(profile.database());
        SqlMessages messages = new SqlMessages(profile.database());
        SqlOwnRules rules = new SqlOwnRules(profile.database());
        profile.database()
                .inTransaction(handle -> handle.execute(
                        "INSERT INTO own_rule (only_row, read_receipts, first_messages) VALUES (1, 'ON', 'EVERYONE')"));
        SqlEvents events = new SqlEvents(
                profile.database(), Clock.systemUTC(), new Changes(), SqlEvents.Telling.BY_THE_RULES, rules, () -> {});
        SqlOutbox outbox = new SqlOutbox(profile.database());
        this.stores = new Stores(
                contacts,
                messages,
                events,
                outbox,
                new SqlPeers(profile.database()),
                new SqlStrangers(
                        profile.database(),
                        Clock.systemUTC(),
                        rules,
                        new SqlStrangers.Around(contacts, messages, events, outbox, () -> {})),
                new SqlEvidence(profile.database()),
                new SqlForgetting(profile.database()));
        this.inbox = new Inbox(own, stores, new CertificateCheck(relay.getPublic()));
        this.keys = profile.database().inTransaction(_ -> profile.preKeys().first());
    }

    static KeyPair relayKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Own own() {
        return own;
    }

    Stores stores() {
        return stores;
    }

    DeviceAddress address() {
        return new DeviceAddress(own.account().id(), DeviceId.PRIMARY);
    }

    /// Opens a session with the other end's first keys.
    void meets(Desk other) {
        own.profile().database().inTransaction(_ -> own.sessions().start(other.address(), other.bundle()));
    }

    /// With one-time keys that nobody was given before.
    private Bundle bundle() {
        int next = taken++;
        return own.profile()
                .database()
                .read(_ -> new Bundle(
                        own.profile().vault().ownIdentity().publicKey(),
                        DeviceBundle.newBuilder()
                                .setDeviceId(DeviceId.PRIMARY.value())
                                .setRegistrationId(own.profile()
                                        .vault()
                                        .ownIdentity()
                                        .registrationId()
                                        .value())
                                .setSignedEc(keys.getSignedEc())
                                .setOneTimeEc(keys.getOneTimeEc(next))
                                .setKyber(keys.getOneTimeKyber(next))
                                .build()));
    }

    EncryptResult.Encrypted encrypts(byte[] plaintext, Desk to) {
        return (EncryptResult.Encrypted)
                own.profile().database().inTransaction(_ -> own.sessions().encrypt(to.address(), plaintext));
    }

    SignedCertificate certifiedBy(KeyPair relay) {
        return certifiedBy(relay, own.isBusiness() ? "Bakery" : "");
    }

    /// @param name that the relay verified; empty for none
    SignedCertificate certifiedBy(KeyPair relay, String name) {
        return certifiedBy(relay, name, own.isBusiness() ? List.of("zeisig.example") : List.of());
    }

    SignedCertificate certifiedBy(KeyPair relay, String name, List<String> domains) {
        ByteString certificate = Certificate.newBuilder()
                .setAccountId(ByteString.copyFrom(own.account().id().toBytes()))
                .setPhoneNumber(own.account().number().e164())
                .setIdentityKey(own.profile()
                        .database()
                        .read(_ ->
                                own.profile().vault().ownIdentity().publicKey().serialized()))
                .setAccountType(
                        own.isBusiness()
                                ? waxwing.relay.v1.AccountType.ACCOUNT_TYPE_BUSINESS
                                : waxwing.relay.v1.AccountType.ACCOUNT_TYPE_PERSON)
                .setBusinessName(name)
                .addAllDomains(domains)
                .setValidUntilMs(Long.MAX_VALUE)
                .build()
                .toByteString();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(relay.getPrivate());
            signature.update("waxwing-certificate-v1\0".getBytes(StandardCharsets.US_ASCII));
            signature.update(certificate.asReadOnlyByteBuffer());
            return SignedCertificate.newBuilder()
                    .setCertificate(certificate)
                    .setSignature(ByteString.copyFrom(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As the stream does it: work within a transaction, and what takes its place if it has to be undone.
    Fate receives(Delivery delivery) {
        try {
            return own.profile()
                    .database()
                    .inTransaction(_ -> inbox.receive(delivery))
                    .fate();
        } catch (Inbox.ForeignKeyException _) {
            return own.profile()
                    .database()
                    .inTransaction(_ -> inbox.discard(delivery))
                    .fate();
        }
    }

    /// As if it had sent a message, and the relay had it.
    MessageId hasSent(MessageBody body, Desk to) {
        MessageId id = own.newMessageId();
        own.profile()
                .database()
                .inTransaction(_ -> stores.messages()
                        .insert(
                                own.account().id(),
                                new StoredMessage(
                                        id,
                                        stores.contacts().add(to.own.account().number(), Optional.empty()),
                                        StoredMessage.Direction.SENT,
                                        own.now(),
                                        body,
                                        Optional.of(body.kind()),
                                        new StoredMessage.Progress(
                                                MessageState.ACCEPTED, Optional.empty(), own.now()))));
        return id;
    }

    /// What it would ask another end for again.
    List<SubmitId> takesWanted(Desk from) {
        return own.profile().database().inTransaction(_ -> stores.peers().takeWanted(from.address(), 32, own.now()));
    }

    List<Event> events() {
        return stores.events().after(0, 100);
    }

    static CiphertextType type(EncryptResult.Encrypted encrypted) {
        return encrypted.ciphertext().form().onTheWire();
    }

    @Override
    public void close() {
        own.profile().close();
    }
}
