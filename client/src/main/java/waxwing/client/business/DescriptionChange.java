package waxwing.client.business;

import java.util.Optional;
import waxwing.client.registration.Description;

/// What a business wants to say of itself from now on: an absent text stays as it is, an empty one is taken
/// away.
public record DescriptionChange(Optional<String> about, Optional<String> website, Optional<String> supportEmail) {
    /// What came of it.
    public sealed interface Outcome {
        record Changed(Description description) implements Outcome {}

        /// @param field `about`, `website` or `support_email`
        /// @param why what was found and what was expected
        record Refused(String field, String why) implements Outcome {}
    }
}
