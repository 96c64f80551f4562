package waxwing.client.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.content.Mislabel;
import waxwing.client.content.Samples;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.Verdict;
import waxwing.client.report.Evidence;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Money;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.RepairRequest;
import waxwing.content.v1.Text;
import waxwing.crypto.Commitment;
import waxwing.crypto.IdentityKey;
import waxwing.crypto.PeerIdentity;
import waxwing.model.AccountType;
import waxwing.model.MessageCategory;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.MessageKind;

class InboxTest {
    private static final Body RECEIPT =
            Body.newBuilder().setReceipt(Samples.receipt()).build();

    private static final KeyPair relay = Desk.relayKey();

    private static Desk bob;
    private static Desk alice;
    private static Desk bakery;

    private int shownBefore;

    @BeforeAll
    static void threeEnds(@TempDir Path folder) {
        bob = new Desk(folder, AccountType.PERSON, "+12025550102", relay);
        alice = new Desk(folder, AccountType.PERSON, "+12025550101", relay);
        bakery = new Desk(folder, AccountType.BUSINESS, "+12025550199", relay);
        alice.meets(bob);
        bakery.meets(bob);
    }

    @AfterAll
    static void close() {
        bob.close();
        alice.close();
        bakery.close();
    }

    @BeforeEach
    void count() {
        shownBefore = bob.events().size();
    }

    private List<Event> shown() {
        return bob.events().subList(shownBefore, bob.events().size());
    }

    private void discards(Delivery delivery) {
        assertThat(bob.receives(delivery)).isEqualTo(Fate.DISCARDED);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aPersonsTextIsShown() {
        assertThat(bob.receives(new Letter(alice, relay).to(bob))).isEqualTo(Fate.STORED);
        assertThat(shown()).hasOnlyElementsOfType(Event.MessageReceived.class);
    }

    @Test
    void aBusinesssReceiptIsShown() {
        Delivery receipt = new Letter(bakery, relay)
                .saying(RECEIPT)
                .labelled(MessageKind.RECEIPT)
                .to(bob);

        assertThat(bob.receives(receipt)).isEqualTo(Fate.STORED);
        assertThat(shown()).hasOnlyElementsOfType(Event.BusinessMessageReceived.class);
    }

    private static Letter signed(Desk by, Receipt receipt, KeyPair certifiedBy) {
        Letter letter = new Letter(bakery, relay).labelled(MessageKind.RECEIPT);
        Receipt signed = by.own()
                .profile()
                .database()
                .read(_ -> ReceiptProofs.signed(
                        receipt,
                        ReceiptProofs.signature(
                                receipt,
                                letter.id(),
                                by.own().now(),
                                by.own().profile().vault().ownIdentity(),
                                by.own().account().id()),
                        by.certifiedBy(certifiedBy),
                        certifiedBy.getPublic()));
        return letter.saying(Body.newBuilder().setReceipt(signed).build());
    }

    @Test
    void aReceiptOfABusinessThatTheRelayHadNotVerifiedIsNotGenuine() {
        Letter letter = signed(bakery, Samples.receipt().build(), relay);
        Receipt.Builder receipt = letter.body().getReceipt().toBuilder();
        assertThat(ReceiptProofs.check(receipt.build(), letter.id())).isInstanceOf(Verdict.Genuine.class);

        receipt.getProofBuilder().setCertificate(bakery.certifiedBy(relay, "").toByteString());

        assertThat(ReceiptProofs.check(receipt.build(), letter.id()))
                .isEqualTo(new Verdict.NotGenuine("the relay had not verified the business that signed it"));
        discards(letter.saying(Body.newBuilder().setReceipt(receipt).build()).to(bob));
    }

    @Test
    void aReceiptWithItsBusinesssProofIsShownWithIt() {
        Receipt receipt = Samples.receipt()
                .setEntity(Entity.newBuilder().setId("order-1002").setRevision(1))
                .build();
        assertThat(bob.receives(signed(bakery, receipt, relay).to(bob))).isEqualTo(Fate.STORED);

        assertThat(shown()).singleElement().satisfies(event -> {
            var message = ((Event.BusinessMessageReceived) event).message();
            Receipt stored = ((MessageBody.ReceiptCard) message.body()).receipt();
            assertThat(ReceiptProofs.check(stored, message.id()))
                    .isInstanceOfSatisfying(
                            Verdict.Genuine.class,
                            genuine -> assertThat(genuine.signed().business().businessName())
                                    .contains("Bakery"));
        });
    }

    @Test
    void aReceiptWhoseProofDoesNotHoldIsRejected() {
        Letter changed = signed(bakery, Samples.receipt().build(), relay);
        Receipt.Builder other = changed.body().getReceipt().toBuilder().setOrderNumber("1002");

        discards(changed.saying(Body.newBuilder().setReceipt(other).build()).to(bob));
        discards(signed(bakery, Samples.receipt().build(), Desk.relayKey()).to(bob));
        discards(signed(alice, Samples.receipt().build(), relay).to(bob));
        Body ofAnotherMessage = signed(bakery, Samples.receipt().build(), relay).body();
        discards(new Letter(bakery, relay)
                .labelled(MessageKind.RECEIPT)
                .saying(ofAnotherMessage)
                .to(bob));
    }

    @Test
    void aProofOfAnotherBusinessIsRejected(@TempDir Path folder) {
        try (Desk butcher = new Desk(folder, AccountType.BUSINESS, "+12025550198", relay)) {
            discards(signed(butcher, Samples.receipt().build(), relay).to(bob));
        }
    }

    private static Delivery parcel(String id, String url) {
        return new Letter(bakery, relay)
                .saying(Body.newBuilder()
                        .setDelivery(Samples.delivery()
                                .setEntity(Entity.newBuilder().setId(id).setRevision(1))
                                .setTrackingUrl(url))
                        .build())
                .labelled(MessageKind.DELIVERY)
                .to(bob);
    }

    @Test
    void aLinkLeadsToADomainThatTheRelayCertifiedOrToACarrier() {
        assertThat(bob.receives(parcel("link-1", "https://track.zeisig.example/1")))
                .isEqualTo(Fate.STORED);
        assertThat(bob.receives(parcel("link-2", "https://www.dhl.com/track?n=1")))
                .isEqualTo(Fate.STORED);
        assertThat(shown()).hasSize(2);
    }

    @Test
    void aLinkToAnyOtherHostIsMarked() {
        for (String url : List.of(
                "https://evil.example/", "https://zeisig.example.evil.example/", "https://dhl.com.evil.example/")) {
            marks(Mislabel.FOREIGN_LINK, MessageKind.DELIVERY, parcel("link-" + url.length(), url));
        }
    }

    @Test
    void aCertificateWithMoreDomainsThanABusinessMayHaveOrOtherThanDomainsIsWorthNothing() {
        String longest = String.join(".", Collections.nCopies(28, "a12345678")).substring(0, 250);
        List<String> twenty = IntStream.range(10, 30)
                .mapToObj(number -> "d" + number + longest)
                .toList();
        assertThat(bob.receives(certifiedFor(twenty))).isEqualTo(Fate.STORED);
        shownBefore = bob.events().size();
        for (List<String> domains : List.of(
                IntStream.range(0, 21)
                        .mapToObj(number -> "d" + number + ".example")
                        .toList(),
                List.of("d100" + longest),
                List.of("one.example,two.example"),
                List.of(""))) {
            discards(certifiedFor(domains));
        }
    }

    private static Delivery certifiedFor(List<String> domains) {
        return new Letter(bakery, relay)
                .saying(RECEIPT)
                .labelled(MessageKind.RECEIPT)
                .certified(bakery.certifiedBy(relay, "Bakery", domains))
                .to(bob);
    }

    @Test
    void anOfferThatLinksElsewhereIsRejected() {
        // A carrier's host does for tracking only.
        discards(new Letter(bakery, relay)
                .saying(Body.newBuilder()
                        .setOffer(Samples.offer().setTermsUrl("https://www.dhl.com/terms"))
                        .build())
                .labelled(MessageKind.OFFER)
                .to(bob));
    }

    @Test
    void anEnvelopeThatComesAgainIsAcknowledgedAgainAndShownOnce() {
        Delivery hi = new Letter(alice, relay).to(bob);

        assertThat(bob.receives(hi)).isEqualTo(Fate.STORED);
        assertThat(bob.receives(hi)).isEqualTo(Fate.STORED);

        assertThat(shown()).hasSize(1);
    }

    @Test
    void anEnvelopeThatComesAgainUnderAnotherNameIsNotAskedFor() {
        Delivery hi = new Letter(alice, relay).to(bob);
        assertThat(bob.receives(hi)).isEqualTo(Fate.STORED);

        assertThat(bob.receives(renamed(hi))).isEqualTo(Fate.DISCARDED);

        assertThat(shown()).hasSize(1);
        assertThat(bob.takesWanted(alice)).isEmpty();
    }

    @Test
    void anUnreadableEnvelopeThatComesAgainUnderAnotherNameIsAskedForOnce() {
        assertThat(bob.receives(new Letter(alice, relay).to(bob))).isEqualTo(Fate.STORED);
        Delivery unreadable = spoilt(new Letter(bob, relay).to(alice));

        assertThat(alice.receives(unreadable)).isEqualTo(Fate.UNDECRYPTABLE);
        assertThat(alice.receives(renamed(unreadable))).isEqualTo(Fate.DISCARDED);

        assertThat(alice.takesWanted(bob))
                .containsExactly(
                        SubmitId.ofBytes(unreadable.getEnvelope().getSubmitId().toByteArray()));
    }

    private static Delivery spoilt(Delivery delivery) {
        byte[] ciphertext = delivery.getEnvelope().getCiphertext().toByteArray();
        ciphertext[ciphertext.length - 1] ^= 1;
        return delivery.toBuilder()
                .setEnvelope(delivery.getEnvelope().toBuilder().setCiphertext(ByteString.copyFrom(ciphertext)))
                .build();
    }

    private static Delivery renamed(Delivery delivery) {
        return delivery.toBuilder()
                .setEnvelope(delivery.getEnvelope().toBuilder()
                        .setSubmitId(
                                ByteString.copyFrom(alice.own().newSubmitId().toBytes())))
                .build();
    }

    @Test
    void aMessageThatIsSentAgainIsShownOnce() {
        Letter letter = new Letter(alice, relay);

        assertThat(bob.receives(letter.to(bob))).isEqualTo(Fate.STORED);
        assertThat(bob.receives(letter.to(bob))).isEqualTo(Fate.STORED);

        assertThat(shown()).hasSize(1);
    }

    /// Shown, marked and counted as marketing; never hidden.
    private void marks(Mislabel how, MessageKind label, Delivery delivery) {
        int before = shown().size();
        assertThat(bob.receives(delivery)).isEqualTo(Fate.STORED);
        assertThat(shown()).hasSize(before + 1);
        assertThat(shown().getLast()).isInstanceOfSatisfying(Event.BusinessMessageReceived.class, received -> {
            assertThat(received.message().mislabel()).contains(how);
            assertThat(received.message().kind().map(Enum::name)).contains(label.name());
            assertThat(received.message().category()).contains(MessageCategory.MARKETING);
        });
    }

    /// A card that no other takes the place of.
    private static Body ofNewOrder(Receipt.Builder receipt) {
        return Body.newBuilder()
                .setReceipt(receipt.setEntity(
                        Entity.newBuilder().setId(UUID.randomUUID().toString()).setRevision(1)))
                .build();
    }

    @Test
    void aLabelThatDiffersFromTheInsideIsMarked() {
        Body receipt = ofNewOrder(Samples.receipt());
        marks(
                Mislabel.INNER_LABEL,
                MessageKind.DELIVERY,
                new Letter(bakery, relay)
                        .saying(receipt)
                        .labelled(MessageKind.RECEIPT)
                        .labelledOutside(MessageKind.DELIVERY)
                        .to(bob));
    }

    @Test
    void aLabelThatDiffersFromTheContentIsMarked() {
        Body receipt = ofNewOrder(Samples.receipt());
        marks(
                Mislabel.OTHER_CONTENT,
                MessageKind.RESERVATION,
                new Letter(bakery, relay)
                        .saying(receipt)
                        .labelled(MessageKind.RESERVATION)
                        .to(bob));
    }

    @Test
    void whatIsMislabelledTakesNoCardsPlace() {
        Body honest = ofNewOrder(Samples.receipt());
        Entity order = honest.getReceipt().getEntity();
        for (int revision = 1; revision <= 2; revision++) {
            marks(
                    Mislabel.OTHER_CONTENT,
                    MessageKind.RECEIPT,
                    new Letter(bakery, relay)
                            .saying(Body.newBuilder()
                                    .setOffer(Samples.offer()
                                            .setEntity(order.toBuilder().setRevision(revision)))
                                    .build())
                            .labelled(MessageKind.RECEIPT)
                            .to(bob));
        }
        int before = shown().size();
        assertThat(bob.receives(new Letter(bakery, relay)
                        .saying(honest)
                        .labelled(MessageKind.RECEIPT)
                        .to(bob)))
                .isEqualTo(Fate.STORED);
        assertThat(shown()).hasSize(before + 1);

        marks(
                Mislabel.OTHER_CONTENT,
                MessageKind.DELIVERY,
                new Letter(bakery, relay)
                        .saying(Body.newBuilder()
                                .setReceipt(Samples.receipt()
                                        .setEntity(order.toBuilder().setRevision(9)))
                                .build())
                        .labelled(MessageKind.DELIVERY)
                        .to(bob));
        assertThat(bob.receives(new Letter(bakery, relay)
                        .saying(Body.newBuilder()
                                .setReceipt(Samples.receipt()
                                        .setEntity(order.toBuilder().setRevision(2)))
                                .build())
                        .labelled(MessageKind.RECEIPT)
                        .to(bob)))
                .as("the card's next revision")
                .isEqualTo(Fate.STORED);
        assertThat(shown()).hasSize(before + 3);
    }

    @Test
    void anAdvertisementInAReceiptsLineIsMarked() {
        for (String words : List.of("Sale! https://shop.example/sale", "buy ".repeat(51))) {
            Receipt.Builder receipt = Samples.receipt();
            receipt.getLinesBuilder(0).setName(words.strip());
            marks(
                    Mislabel.FREE_TEXT,
                    MessageKind.RECEIPT,
                    new Letter(bakery, relay)
                            .saying(ofNewOrder(receipt))
                            .labelled(MessageKind.RECEIPT)
                            .to(bob));
        }
    }

    @Test
    void whatCameIsKeptAsEvidenceAndProvesItself() {
        Body receipt = ofNewOrder(Samples.receipt());
        Delivery came = new Letter(bakery, relay)
                .saying(receipt)
                .labelled(MessageKind.RECEIPT)
                .labelledOutside(MessageKind.DELIVERY)
                .to(bob);
        assertThat(bob.receives(came)).isEqualTo(Fate.STORED);
        StoredMessage shown = ((Event.BusinessMessageReceived) shown().getLast()).message();

        Evidence kept = evidence(shown).orElseThrow();

        assertThat(kept.relayTag()).isEqualTo(came.getEnvelope().getRelayTag());
        assertThat(kept.stamp().label()).isEqualTo(MessageKind.DELIVERY);
        assertThat(kept.stamp().acceptedAtMillis()).isEqualTo(came.getEnvelope().getAcceptedAtMs());
        assertThat(Commitment.opens(
                        kept.commitments().getHeader(),
                        kept.inside().headerOpening(),
                        kept.inside().header()))
                .isTrue();
        assertThat(Commitment.opens(
                        kept.commitments().getBody(),
                        kept.inside().bodyOpening(),
                        kept.inside().body()))
                .isTrue();
        assertThat(kept.inside().body()).isEqualTo(receipt.toByteString());

        bob.own().profile().database().inTransaction(_ -> {
            bob.stores().purge(bob.own().now().plus(Duration.ofDays(61)));
            return kept;
        });
        assertThat(evidence(shown)).isEmpty();
    }

    private static Optional<Evidence> evidence(StoredMessage message) {
        return bob.own()
                .profile()
                .database()
                .read(_ -> bob.stores().evidence().of(bakery.own().account().id(), message.id()));
    }

    @Test
    void aBusinessWithoutALabelIsRejected() {
        discards(new Letter(bakery, relay).saying(RECEIPT).to(bob));
    }

    @Test
    void aPersonWithALabelIsRejected() {
        discards(new Letter(alice, relay).labelled(MessageKind.CONVERSATION).to(bob));
    }

    @Test
    void aPersonsCardIsRejected() {
        discards(new Letter(alice, relay).saying(RECEIPT).to(bob));
    }

    @Test
    void aReceiptWhoseSumIsOffByANanoIsRejected() {
        Money total = Samples.receipt().getTotal();
        Body wrong = Body.newBuilder()
                .setReceipt(Samples.receipt().setTotal(total.toBuilder().setNanos(total.getNanos() + 1)))
                .build();

        discards(new Letter(bakery, relay)
                .saying(wrong)
                .labelled(MessageKind.RECEIPT)
                .to(bob));
    }

    @Test
    void aRevisionThatComesLateIsAcknowledgedAndNotShown() {
        assertThat(bob.receives(card(5))).isEqualTo(Fate.STORED);
        Delivery late = card(4);
        assertThat(bob.receives(late)).isEqualTo(Fate.STORED);
        assertThat(bob.receives(late)).isEqualTo(Fate.STORED);
        assertThat(bob.receives(card(5))).isEqualTo(Fate.STORED);

        assertThat(shown()).hasSize(1);
    }

    private static Delivery card(int revision) {
        return new Letter(bakery, relay)
                .saying(Body.newBuilder()
                        .setDelivery(Samples.delivery()
                                .setEntity(Entity.newBuilder().setId("late").setRevision(revision)))
                        .build())
                .labelled(MessageKind.DELIVERY)
                .to(bob);
    }

    @Test
    void aBusinessTakesAnswersOnlyToCardsThatItSentToWhoeverAnswers() {
        bob.meets(bakery);
        alice.meets(bakery);
        MessageId card = bakery.hasSent(
                new MessageBody.ReservationCard(Samples.reservation().build()), bob);
        Body cancel = answer(card, Action.Type.CANCEL_RESERVATION);

        assertThat(bakery.receives(new Letter(bob, relay).saying(cancel).to(bakery)))
                .isEqualTo(Fate.STORED);
        assertThat(bakery.events())
                .hasOnlyElementsOfType(Event.ActionReceived.class)
                .hasSize(1);

        assertThat(List.of(
                        new Letter(alice, relay).saying(cancel),
                        new Letter(bob, relay).saying(answer(card, Action.Type.CHANGE_RESERVATION)),
                        new Letter(bob, relay).saying(answer(bob.own().newMessageId(), Action.Type.CANCEL_RESERVATION)),
                        new Letter(bob, relay)
                                .saying(Body.newBuilder()
                                        .setAction(
                                                cancel.getAction().toBuilder().clearMessageId())
                                        .build())))
                .allSatisfy(
                        letter -> assertThat(bakery.receives(letter.to(bakery))).isEqualTo(Fate.DISCARDED));
        assertThat(bakery.events()).hasSize(1);
    }

    @Test
    void aPersonTakesNoAnswers() {
        Body cancel = answer(alice.own().newMessageId(), Action.Type.CANCEL_RESERVATION);

        discards(new Letter(alice, relay).saying(cancel).to(bob));
        discards(new Letter(bakery, relay)
                .saying(cancel)
                .labelled(MessageKind.RESERVATION)
                .to(bob));
    }

    private static Body answer(MessageId card, Action.Type type) {
        return Body.newBuilder()
                .setAction(Action.newBuilder()
                        .setMessageId(ByteString.copyFrom(card.toBytes()))
                        .setEntity(Samples.reservation().getEntity())
                        .setType(type)
                        .setText("please"))
                .build();
    }

    @Test
    void aCodeThatPretendsToBeAReceiptIsMarked() {
        Body code = Body.newBuilder().setCode(Samples.code()).build();

        marks(
                Mislabel.OTHER_CONTENT,
                MessageKind.RECEIPT,
                new Letter(bakery, relay)
                        .saying(code)
                        .labelled(MessageKind.RECEIPT)
                        .to(bob));
        assertThat(bob.receives(new Letter(bakery, relay)
                        .saying(code)
                        .labelled(MessageKind.CODE)
                        .to(bob)))
                .isEqualTo(Fate.STORED);
        assertThat(shown().getFirst().toString()).doesNotContain("431 997");
    }

    @Test
    void anOfferInACodesOrAConversationsClothesIsMarked() {
        Body offer = Body.newBuilder().setOffer(Samples.offer()).build();
        for (MessageKind label : List.of(MessageKind.CODE, MessageKind.CONVERSATION, MessageKind.RECEIPT)) {
            Body fresh = Body.newBuilder()
                    .setOffer(offer.getOffer().toBuilder()
                            .setEntity(Entity.newBuilder().setId(label.name()).setRevision(1)))
                    .build();
            marks(
                    Mislabel.OTHER_CONTENT,
                    label,
                    new Letter(bakery, relay).saying(fresh).labelled(label).to(bob));
        }
    }

    @Test
    void aCodeThatIsAnAdvertisementIsRejected() {
        Body long16 = Body.newBuilder()
                .setCode(Samples.code().setCode("BUY NOW 50 OFF X"))
                .build();
        discards(new Letter(bakery, relay)
                .saying(long16)
                .labelled(MessageKind.CODE)
                .to(bob));
    }

    @Test
    void nothingButARepairPassesUnderTheRepairLabel() {
        Body text = Body.newBuilder().setText(Text.newBuilder().setText("psst")).build();
        Body repair = Body.newBuilder()
                .setRepairRequest(RepairRequest.newBuilder()
                        .addSubmitIds(
                                ByteString.copyFrom(bakery.own().newSubmitId().toBytes())))
                .build();

        discards(new Letter(bakery, relay)
                .saying(text)
                .labelled(MessageKind.REPAIR)
                .to(bob));
        assertThat(bob.receives(new Letter(bakery, relay)
                        .saying(repair)
                        .labelled(MessageKind.REPAIR)
                        .to(bob)))
                .isEqualTo(Fate.STORED);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aCertificateOfAnotherRelayIsRejected() {
        discards(new Letter(alice, relay)
                .certified(alice.certifiedBy(Desk.relayKey()))
                .to(bob));
    }

    @Test
    void aCertificateOfAnotherAccountDoesNotOpenASession(@TempDir Path folder) {
        Optional<IdentityKey> before = identityOfBakery().map(PeerIdentity::current);
        try (Desk mallory = new Desk(folder, AccountType.PERSON, "+12025550103", relay)) {
            mallory.meets(bob);
            Delivery forged = new Letter(mallory, relay)
                    .certified(bakery.certifiedBy(relay))
                    .labelled(MessageKind.CONVERSATION)
                    .to(bob);

            discards(forged);
            assertThat(bob.receives(forged)).isEqualTo(Fate.DISCARDED);
        }
        assertThat(identityOfBakery().map(PeerIdentity::current)).isEqualTo(before);
    }

    private static Optional<PeerIdentity> identityOfBakery() {
        return bob.own()
                .profile()
                .database()
                .read(_ ->
                        bob.own().sessions().identityOf(bakery.own().account().id()));
    }

    @Test
    void aBodyThatWasNotCommittedToIsRejected() {
        discards(new Letter(alice, relay)
                .committedTo(Body.newBuilder()
                        .setText(Text.newBuilder().setText("something else"))
                        .build())
                .to(bob));
    }

    @Test
    void aBlockedSenderIsDropped() {
        assertThat(bob.receives(new Letter(alice, relay).to(bob))).isEqualTo(Fate.STORED);
        bob.stores()
                .contacts()
                .byAccount(alice.own().account().id())
                .ifPresent(contact -> bob.stores().contacts().block(contact, true));

        assertThat(bob.receives(new Letter(alice, relay).to(bob))).isEqualTo(Fate.DISCARDED);
        assertThat(shown()).hasSize(1);
        bob.stores()
                .contacts()
                .blocked()
                .forEach(contact -> bob.stores().contacts().block(contact, false));
    }
}
