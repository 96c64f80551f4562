package waxwing.gateway.message;

import waxwing.client.business.DescriptionChange;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.registration.BusinessProfile;

/// What the other side knows of the business. All but [#domains] ask it.
///
/// @see waxwing.client.relay.RelayFailureException
public interface Identity {
    /// How the other side sees the business.
    BusinessProfile profile();

    /// Where the business may link to, as far as is known without asking anybody.
    VerifiedDomains domains();

    VerifiedDomains askDomains();

    /// Changes what the business says of itself.
    DescriptionChange.Outcome describe(DescriptionChange change);
}
