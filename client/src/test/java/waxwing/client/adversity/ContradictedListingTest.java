package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.adversity.Middleman.Tampering;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.people.BusinessListing;
import waxwing.client.people.Contact;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.relay.Readers;
import waxwing.model.AccountId;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.GetListingsResponse;
import waxwing.relay.v1.SignedCertificate;
import waxwing.relay.v1.VerifiedDomain;

/// A relay that says of a business, unsigned, what it has not signed, or signs what doesn't fit.
final class ContradictedListingTest {
    @RegisterExtension
    static final World world = new World();

    private Person bakery;
    private Person bob;

    @BeforeEach
    void aBusinessThatBobKnows() {
        bakery = world.business("Lantern Bakery");
        bob = world.person("bob");
        bakery.tell(bob, new MessageBody.ReceiptCard(Samples.receipt().build()));
    }

    private void lists(Consumer<waxwing.relay.v1.BusinessListing.Builder> lie) {
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                if (!method.equals("BusinessListings/GetListings")) {
                    return List.of(message);
                }
                GetListingsResponse.Builder listings = Frames.parse(GetListingsResponse.parser(), message).toBuilder();
                listings.getListingsBuilderList().forEach(lie);
                return List.of(listings.build().toByteArray());
            }
        });
    }

    private void certifies(UnaryOperator<Certificate.Builder> other) {
        lists(listing -> listing.setCertificate(
                world.signed(other.apply(certificate(listing).toBuilder()).build())));
    }

    private static Certificate certificate(waxwing.relay.v1.BusinessListing.Builder listing) {
        return Frames.parse(
                Certificate.parser(), listing.getCertificate().getCertificate().toByteArray());
    }

    private Optional<BusinessListing> shown() {
        Contact contact = bob.contact(bakery);
        AccountId account = contact.account().orElseThrow();
        return Optional.ofNullable(
                bob.client().businessListings().of(List.of(contact)).get(account));
    }

    @Test
    void aNameAndADomainThatAreNotSignedAreNotShown() {
        lists(listing -> listing.setName("Central Bank")
                .addDomains(VerifiedDomain.newBuilder().setDomain("bank.example")));

        assertThat(shown()).hasValueSatisfying(listing -> {
            assertThat(listing.standing()).isEqualTo(Standing.VERIFIED);
            assertThat(listing.name()).isEqualTo("Lantern Bakery");
            assertThat(listing.domains()).isEmpty();
        });
    }

    @Test
    void whatIsSignedIsShownWhateverStandsBesideIt() {
        certifies(certificate -> certificate.addDomains("lantern.example").clearReaders());

        assertThat(shown()).hasValueSatisfying(listing -> {
            assertThat(listing.domains()).containsExactly("lantern.example");
            assertThat(listing.readers()).isEqualTo(Readers.UNKNOWN);
        });
    }

    @Test
    void aListingForAnotherKeyThanTheSessionsIsNotShown() {
        ByteString other = bob.profile().vault().ownIdentity().publicKey().serialized();
        certifies(certificate -> certificate.setIdentityKey(other));
        assertThat(shown()).isEmpty();
    }

    @Test
    void aListingWithTheCertificateOfAnotherIsNotShown() {
        ByteString other = ByteString.copyFrom(bob.client().account().id().toBytes());
        certifies(certificate -> certificate.setAccountId(other));
        assertThat(shown()).isEmpty();
    }

    @Test
    void aListingWithTheCertificateOfNoVerifiedBusinessIsNotShown() {
        certifies(Certificate.Builder::clearBusinessName);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aListingThatIsNotSignedIsNotShown() {
        lists(listing -> listing.setCertificate(listing.getCertificate().toBuilder()
                .setCertificate(certificate(listing).toBuilder()
                        .setBusinessName("Central Bank")
                        .build()
                        .toByteString())));
        assertThat(shown()).isEmpty();
        lists(listing -> listing.setCertificate(SignedCertificate.getDefaultInstance()));
        assertThat(shown()).isEmpty();
        lists(waxwing.relay.v1.BusinessListing.Builder::clearCertificate);
        assertThat(shown()).isEmpty();
    }

    @Test
    void nothingIsVouchedForOfABusinessThatIsNotVerified() {
        lists(listing -> listing.setStanding(waxwing.relay.v1.GetBusinessResponse.Standing.SUSPENDED));
        assertThat(shown()).hasValueSatisfying(listing -> {
            assertThat(listing.standing()).isEqualTo(Standing.SUSPENDED);
            assertThat(listing.name()).isEmpty();
            assertThat(listing.says().about()).isEmpty();
        });
    }
}
