package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static waxwing.client.EndAssert.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.business.DescriptionChange;
import waxwing.client.business.DomainConfirmation;
import waxwing.client.business.DomainStart;
import waxwing.client.content.Mislabel;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.people.BusinessListing;
import waxwing.client.people.Contact;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.relay.Readers;
import waxwing.content.v1.Entity;

/// Who a business is, from its proof to a person's screen.
class BusinessIdentityTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End bakery = End.business("Bakery", relay).online();
    private final End bob = End.person("bob", relay).online();

    @AfterEach
    void close() {
        bakery.close();
        bob.close();
    }

    private void proves(End business, String domain) {
        String address = "postmaster@" + domain;
        assertThat(business.client().businessIdentity().start(domain, address))
                .isInstanceOf(DomainStart.CodeSent.class);
        assertThat(business.client().businessIdentity().confirm(domain, relay.codeMailedTo(address)))
                .isInstanceOf(DomainConfirmation.Verified.class);
    }

    private static MessageBody parcel(String id, String url) {
        return new MessageBody.DeliveryCard(Samples.delivery()
                .setEntity(Entity.newBuilder().setId(id).setRevision(1))
                .setTrackingUrl(url)
                .build());
    }

    /// What stands beside it on the person's screen.
    private Optional<Mislabel> markOf(QueuedMessage message) {
        return bob.client().history().received(message.id()).getFirst().mislabel();
    }

    private Optional<BusinessListing> listing() {
        Contact contact = bob.contact(bakery);
        return Optional.ofNullable(bob.client()
                .businessListings()
                .of(List.of(contact))
                .get(contact.account().orElseThrow()));
    }

    @Test
    void aProvedDomainStandsInTheCertificateAndMayBeLinkedTo() {
        QueuedMessage before = bakery.sends(parcel("p-1", "https://track.first.example/1"), bob);
        assertThat(bakery).sees(before, MessageState.DELIVERED);
        proves(bakery, "first.example");

        QueuedMessage after = bakery.sends(parcel("p-2", "https://track.first.example/1"), bob);

        assertThat(bakery).sees(after, MessageState.DELIVERED);
        assertThat(bob.contact(bakery).domains()).containsExactly("first.example");
        assertThat(markOf(before)).contains(Mislabel.FOREIGN_LINK);
        assertThat(markOf(after)).isEmpty();
        assertThat(listing()).hasValueSatisfying(listed -> {
            assertThat(listed.standing()).isEqualTo(Standing.VERIFIED);
            assertThat(listed.name()).isEqualTo("Bakery");
            assertThat(listed.domains()).containsExactly("first.example");
            assertThat(listed.readers()).isEqualTo(Readers.BUSINESS_ITSELF);
        });

        bakery.client().businessIdentity().remove("first.example");
        QueuedMessage removed = bakery.sends(parcel("p-3", "https://track.first.example/1"), bob);
        assertThat(bakery).sees(removed, MessageState.DELIVERED);
        assertThat(markOf(removed)).contains(Mislabel.FOREIGN_LINK);
        assertThat(bob.contact(bakery).domains()).isEmpty();
    }

    @Test
    void whatABusinessMayLinkToIsKnownAfterARestartWithoutTheRelay() {
        proves(bakery, "second.example");
        bakery.offline();
        relay.stop();
        try {
            bakery.online();
            assertThat(bakery.client().businessIdentity().domains().domains()).containsExactly("second.example");
        } finally {
            relay.startAgain();
        }
    }

    @Test
    void aSuspendedBusinessIsShownAsSuchAndNothingOfItIsVouchedFor() {
        proves(bakery, "third.example");
        QueuedMessage receipt =
                bakery.sends(new MessageBody.ReceiptCard(Samples.receipt().build()), bob);
        assertThat(bakery).sees(receipt, MessageState.DELIVERED);

        relay.suspend(bakery.client().account().id());

        await().atMost(End.SOON)
                .untilAsserted(() -> assertThat(
                                bakery.client().businessIdentity().domains().domains())
                        .as("known without asking")
                        .isEmpty());
        assertThat(listing()).hasValueSatisfying(listed -> {
            assertThat(listed.standing()).isEqualTo(Standing.SUSPENDED);
            assertThat(listed.name()).isEmpty();
            assertThat(listed.domains()).isEmpty();
        });
        assertThat(bakery.client().businessIdentity().askDomains().domains()).isEmpty();
    }

    @Test
    void whatABusinessSaysOfItselfIsOnItsOwnDomains() {
        proves(bakery, "fourth.example");
        QueuedMessage receipt =
                bakery.sends(new MessageBody.ReceiptCard(Samples.receipt().build()), bob);
        assertThat(bakery).sees(receipt, MessageState.DELIVERED);
        var identity = bakery.client().businessIdentity();

        assertThat(identity.describe(change("Bread since 1911.", "https://www.fourth.example/", "hi@fourth.example")))
                .isInstanceOf(DescriptionChange.Outcome.Changed.class);
        Map.of(
                        "website", change(null, "https://evil.example/", null),
                        "support_email", change(null, null, "hi@evil.example"),
                        "about", change("\u001b[2J", null, null))
                .forEach((field, refused) -> assertThat(identity.describe(refused))
                        .isInstanceOfSatisfying(
                                DescriptionChange.Outcome.Refused.class,
                                why -> assertThat(why.field()).isEqualTo(field)));

        assertThat(listing()).hasValueSatisfying(listed -> {
            assertThat(listed.says().about()).isEqualTo("Bread since 1911.");
            assertThat(listed.says().website()).isEqualTo("https://www.fourth.example/");
            assertThat(listed.says().supportEmail()).isEqualTo("hi@fourth.example");
        });
        assertThat(identity.describe(change("\ud83e\udd56".repeat(500), null, null)))
                .as("as many characters as there may be")
                .isInstanceOf(DescriptionChange.Outcome.Changed.class);
        identity.remove("fourth.example");
        assertThat(bakery.client().business().says().website()).isEmpty();
        assertThat(bakery.client().business().says().about()).isEqualTo("\ud83e\udd56".repeat(500));
    }

    private static DescriptionChange change(@Nullable String about, @Nullable String website, @Nullable String email) {
        return new DescriptionChange(
                Optional.ofNullable(about), Optional.ofNullable(website), Optional.ofNullable(email));
    }
}
