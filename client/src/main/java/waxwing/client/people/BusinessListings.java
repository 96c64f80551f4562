package waxwing.client.people;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.Description;
import waxwing.client.relay.Readers;
import waxwing.client.relay.RelayConnection;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessListingsGrpc;
import waxwing.relay.v1.BusinessListingsGrpc.BusinessListingsBlockingStub;
import waxwing.relay.v1.GetListingsRequest;
import waxwing.relay.v1.VerifiedDomain;

/// Asks the relay what it tells people of businesses: whether it vouches for them now, and what they say of
/// themselves.
///
/// @see waxwing.client.relay.RelayFailureException
public final class BusinessListings {
    private static final int AT_ONCE = 100;

    private final RelayConnection relay;

    public BusinessListings(RelayConnection relay) {
        this.relay = relay;
    }

    /// Those that the relay has of the contacts, by account.
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
                    .forEach(listing -> listings.put(
                            AccountId.ofBytes(listing.getAccountId().toByteArray()), listing(listing)));
        }
        return listings;
    }

    private static BusinessListing listing(waxwing.relay.v1.BusinessListing listing) {
        return new BusinessListing(
                BusinessProfile.standing(listing.getStanding()),
                listing.getName(),
                listing.getDomainsList().stream().map(VerifiedDomain::getDomain).toList(),
                Description.of(listing.getProfile()),
                Readers.of(listing.getReaders()));
    }
}
