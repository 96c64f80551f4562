package waxwing.server.business;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.relay.v1.BusinessListing;
import waxwing.relay.v1.BusinessListingsGrpc;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.GetListingsRequest;
import waxwing.relay.v1.GetListingsResponse;
import waxwing.server.account.AccountView;
import waxwing.server.account.Accounts;
import waxwing.server.credentials.Certificates;
import waxwing.server.rpc.Answers;

/// The edge of what people are told of businesses.
public final class BusinessListingsRpc extends BusinessListingsGrpc.BusinessListingsImplBase {
    private final Accounts accounts;
    private final Businesses businesses;
    private final DomainProofs domains;
    private final Profiles profiles;
    private final Certificates certificates;

    public BusinessListingsRpc(
            Accounts accounts,
            Businesses businesses,
            DomainProofs domains,
            Profiles profiles,
            Certificates certificates) {
        this.accounts = accounts;
        this.businesses = businesses;
        this.domains = domains;
        this.profiles = profiles;
        this.certificates = certificates;
    }

    @Override
    public void getListings(GetListingsRequest request, StreamObserver<GetListingsResponse> observer) {
        var answer = GetListingsResponse.newBuilder();
        for (ByteString account : request.getAccountIdsList()) {
            listing(AccountId.ofBytes(account.toByteArray())).ifPresent(answer::addListings);
        }
        Answers.with(answer.build(), observer);
    }

    private Optional<BusinessListing> listing(AccountId account) {
        return accounts.find(account)
                .filter(view -> view.type() == AccountType.BUSINESS)
                .flatMap(view -> businesses.find(account).map(business -> listing(view, business)));
    }

    private BusinessListing listing(AccountView view, Business business) {
        AccountId account = view.id();
        var listing = BusinessListing.newBuilder()
                .setAccountId(ByteString.copyFrom(account.toBytes()))
                .setStanding(
                        GetBusinessResponse.Standing.valueOf(business.standing().name()));
        if (business.isVerified()) {
            listing.setName(business.name())
                    .addAllDomains(WireIdentity.domains(domains.of(account)))
                    .setProfile(WireIdentity.profile(profiles.of(account)))
                    .setReaders(Certificate.Readers.BUSINESS_ITSELF)
                    .setCertificate(certificates.signed(view.certificateId()));
        }
        return listing.build();
    }
}
