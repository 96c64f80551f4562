package waxwing.client.registration;

import java.util.Optional;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessMessagingGrpc.BusinessMessagingBlockingStub;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;

/// The business that an account is, as the relay sees it.
///
/// @param name that people are shown once it is verified
/// @param suspensionReason the operator's words; empty unless it is suspended
public record BusinessProfile(String name, Standing standing, Optional<String> suspensionReason, SendingLimits limits) {

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
                switch (response.getStanding()) {
                    case VERIFIED -> Standing.VERIFIED;
                    case SUSPENDED -> Standing.SUSPENDED;
                    case PENDING, STANDING_UNSPECIFIED, UNRECOGNIZED -> Standing.PENDING;
                },
                Optional.of(response.getSuspensionReason()).filter(reason -> !reason.isEmpty()),
                SendingLimits.of(response.getLimits()));
    }
}
