package waxwing.client.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.business.OwnCertificate;
import waxwing.client.content.Samples;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.Verdict;
import waxwing.client.registration.AccountStore;
import waxwing.client.registration.SqlAccountStore;
import waxwing.client.relay.RelayConnection;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.crypto.SecretBytes;
import waxwing.model.AccountType;
import waxwing.model.MessageId;

class ReceiptSigningTest {
    private final KeyPair relay = Desk.relayKey();
    private Desk bakery;
    private RelayConnection connection;
    private ReceiptSigning signing;

    @BeforeEach
    void open(@TempDir Path folder) {
        bakery = new Desk(folder, AccountType.BUSINESS, "+12025550141", relay);
        var accounts = new SqlAccountStore(
                bakery.own().profile().database(), bakery.own().clock());
        accounts.save(
                new AccountStore.Stored(bakery.own().account(), SecretBytes.copyOf(new byte[32]), relay.getPublic()));
        accounts.keepCertificate(bakery.certifiedBy(relay).toByteString());
        // Never called: the certificate is there.
        connection = RelayConnection.anonymous(bakery.own().account().relay());
        signing = new ReceiptSigning(
                bakery.own(),
                new OwnCertificate(accounts, connection, bakery.own().account().id(), relay.getPublic()),
                relay.getPublic());
    }

    @AfterEach
    void close() {
        connection.close();
        bakery.close();
    }

    @Test
    void aReceiptThatWasSignedAheadGoesOutWithThatSignature() throws Exception {
        MessageId message = bakery.own().newMessageId();
        Body body = saying(Samples.receipt().build());

        signing.signAhead(message, body);
        Instant signed = bakery.own().now();
        TimeUnit.MILLISECONDS.sleep(5);

        assertThat(signedAt(message, body)).isBeforeOrEqualTo(signed);
        assertThat(signedAt(message, body)).as("used once").isAfter(signed);
    }

    @Test
    void aSignatureOfAnotherReceiptIsNotUsed() {
        MessageId message = bakery.own().newMessageId();
        signing.signAhead(
                message, saying(Samples.receipt().setOrderNumber("other").build()));

        assertGenuine(sent(message, saying(Samples.receipt().build())), message);
    }

    @Test
    void aReceiptThatWasNotSignedAheadIsSignedOnItsWayOut() {
        Instant before = bakery.own().now();

        assertThat(signedAt(
                        bakery.own().newMessageId(), saying(Samples.receipt().build())))
                .isAfterOrEqualTo(before.minusMillis(1));
    }

    private static Body saying(Receipt receipt) {
        return Body.newBuilder().setReceipt(receipt).build();
    }

    private Receipt sent(MessageId message, Body body) {
        return bakery.own()
                .profile()
                .database()
                .read(_ -> signing.signed(message, body).getReceipt());
    }

    private static void assertGenuine(Receipt receipt, MessageId message) {
        assertThat(ReceiptProofs.check(receipt, message)).isInstanceOf(Verdict.Genuine.class);
    }

    /// Of what goes out, which has to be genuine.
    private Instant signedAt(MessageId message, Body body) {
        Receipt receipt = sent(message, body);
        assertGenuine(receipt, message);
        return Instant.ofEpochMilli(receipt.getProof().getSignedAtMs());
    }
}
