package waxwing.client.people;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waxwing.client.profile.Profile;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.registration.Description;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.Readers;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.Speaker;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.relay.v1.BusinessListingsGrpc;
import waxwing.relay.v1.BusinessListingsGrpc.BusinessListingsBlockingStub;
import waxwing.relay.v1.GetListingsRequest;

/// Asks the relay what it tells people of businesses: whether it vouches for them now, and what they say of
/// themselves. What it vouches for is taken from the certificate that it signed, whatever it says beside it.
///
/// @see waxwing.client.relay.RelayFailureException
public final class BusinessListings {
    private static final int AT_ONCE = 100;

    private final RelayConnection relay;
    private final CertificateCheck certificates;
    private final Profile profile;

    /// @param relayKey what the relay signs certificates with
    public BusinessListings(RelayConnection relay, PublicKey relayKey, Profile profile) {
        this.relay = relay;
        this.certificates = new CertificateCheck(relayKey);
        this.profile = profile;
    }

    /// Those that the relay has of the contacts, by account. One that it calls verified without a certificate that
    /// holds, and is for the key that this end knows the business by, is left out.
    public Map<AccountId, BusinessListing> of(Collection<Contact> businesses) {
        List<ByteString> accounts = businesses.stream()
                .flatMap(contact -> contact.account().stream())
                .map(account -> ByteString.copyFrom(account.toBytes()))
                .toList();
        Map<AccountId, BusinessListing> listings = new HashMap<>();
        for (int from = 0; from < accounts.size(); from += AT_ONCE) {
            List<ByteString> some = accounts.subList(from, Math.min(from + AT_ONCE, accounts.size()));
            relay.call(
                            BusinessListingsGrpc::newBlockingStub,
                            (BusinessListingsBlockingStub stub) -> stub.getListings(GetListingsRequest.newBuilder()
                                    .addAllAccountIds(some)
                                    .build()))
                    .getListingsList()
                    .forEach(told -> {
                        AccountId account =
                                AccountId.ofBytes(told.getAccountId().toByteArray());
                        listing(account, told).ifPresent(listing -> listings.put(account, listing));
                    });
        }
        return listings;
    }

    private Optional<BusinessListing> listing(AccountId account, waxwing.relay.v1.BusinessListing told) {
        Standing standing = BusinessProfile.standing(told.getStanding());
        if (standing != Standing.VERIFIED) {
            return Optional.of(new BusinessListing(standing, "", List.of(), Description.NONE, Readers.UNKNOWN));
        }
        return certificates
                .newest(told.getCertificate())
                .filter(certified -> certified.account().equals(account)
                        && certified.type() == AccountType.BUSINESS
                        && isOfTheKnownKey(certified))
                .flatMap(certified -> certified
                        .businessName()
                        .map(name -> new BusinessListing(
                                standing,
                                name,
                                certified.domains(),
                                Description.of(told.getProfile()),
                                certified.readers())));
    }

    /// Whether this end has no session with the business, or one with that key.
    private boolean isOfTheKnownKey(Speaker certified) {
        return profile.database()
                .read(_ -> profile.sessions().identityOf(certified.account()))
                .filter(peer -> !peer.current().equals(certified.identity()))
                .isEmpty();
    }
}
