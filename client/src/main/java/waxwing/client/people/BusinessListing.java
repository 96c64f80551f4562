package waxwing.client.people;

import java.util.List;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.registration.Description;
import waxwing.client.relay.Readers;

/// What the relay tells people of a business.
///
/// @param name as the operator verified it, by the relay's signature; empty unless it is verified, as all that follows
/// @param domains that it has proved, in ASCII and lower case, by the relay's signature
/// @param says what it says of itself; nobody vouches for it
/// @param readers who reads what people write to it, by the relay's signature
public record BusinessListing(
        Standing standing, String name, List<String> domains, Description says, Readers readers) {}
