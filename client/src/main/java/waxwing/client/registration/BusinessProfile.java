package waxwing.client.registration;

import java.util.List;
import java.util.Optional;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessMessagingGrpc.BusinessMessagingBlockingStub;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;

/// The business that an account is, as the relay sees it.
///
/// @param name that people are shown once it is verified
/// @param suspensionReason the operator's words; empty unless it is suspended
/// @param quality what the people it writes to make of it
/// @param domains that it has proved
/// @param endedDomains that it had proved until lately
/// @param says what it says of itself
public record BusinessProfile(
        String name,
        Standing standing,
        Optional<String> suspensionReason,
        SendingLimits limits,
        Quality quality,
        List<ProvenDomain> domains,
        List<ProvenDomain> endedDomains,
        Description says) {
    /// Of whom nobody complains.
    public static final Quality GOOD = new Quality(Rating.GOOD, List.of());

    /// By the relay's published rules. It says why, never who complains.
    ///
    /// @param reasons empty when the rating is GOOD
    public record Quality(Rating rating, List<Reason> reasons) {
        public Quality {
            reasons = List.copyOf(reasons);
        }
    }

    public enum Rating {
        GOOD,
        FAIR,
        POOR
    }

    public enum Reason {
        /// Many people reported its messages, measured against how many it sent.
        REPORTED,
        /// People proved that messages were not what their labels said.
        MISLABELLED
    }

    public enum Standing {
        /// Waits for the operator's approval; nothing is delivered.
        PENDING,
        VERIFIED,
        /// The operator has stopped it; nothing is delivered.
        SUSPENDED
    }

    /// Asks the relay.
    ///
    /// @throws waxwing.client.relay.RelayFailureException if there is no answer
    public static BusinessProfile at(RelayConnection relay) {
        GetBusinessResponse response = relay.call(
                BusinessMessagingGrpc::newBlockingStub,
                (BusinessMessagingBlockingStub stub) -> stub.getBusiness(GetBusinessRequest.getDefaultInstance()));
        return new BusinessProfile(
                response.getName(),
                standing(response.getStanding()),
                Optional.of(response.getSuspensionReason()).filter(reason -> !reason.isEmpty()),
                SendingLimits.of(response.getLimits()),
                quality(response.getQuality()),
                response.getDomainsList().stream().map(ProvenDomain::of).toList(),
                response.getEndedDomainsList().stream().map(ProvenDomain::of).toList(),
                Description.of(response.getProfile()));
    }

    /// From the wire.
    public static Standing standing(GetBusinessResponse.Standing standing) {
        return switch (standing) {
            case VERIFIED -> Standing.VERIFIED;
            case SUSPENDED -> Standing.SUSPENDED;
            case PENDING, STANDING_UNSPECIFIED, UNRECOGNIZED -> Standing.PENDING;
        };
    }

    private static Quality quality(BusinessQuality quality) {
        return new Quality(
                switch (quality.getRating()) {
                    case FAIR -> Rating.FAIR;
                    case POOR -> Rating.POOR;
                    case GOOD, RATING_UNSPECIFIED, UNRECOGNIZED -> Rating.GOOD;
                },
                quality.getReasonsList().stream()
                        .<Reason>mapMulti((reason, known) -> {
                            switch (reason) {
                                case REPORTED -> known.accept(Reason.REPORTED);
                                case MISLABELLED -> known.accept(Reason.MISLABELLED);
                                case REASON_UNSPECIFIED, UNRECOGNIZED -> {
                                    // One of a later version.
                                }
                            }
                        })
                        .toList());
    }
}
