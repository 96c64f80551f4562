package waxwing.client.people;

import java.util.Map;
import waxwing.model.MessageKind;

/// A business as this person sees and governs it.
///
/// @param settings one entry for each kind
public record BusinessView(Contact contact, Map<MessageKind, KindSetting> settings, Permission permission) {

    /// @param origin who or what it comes from
    public record KindSetting(Permission permission, Origin origin) {}

    public enum Permission {
        ALLOWED,
        /// Held at the relay until the person answers.
        ASKED,
        STOPPED,
        /// The whole business is blocked.
        BLOCKED
    }

    public enum Origin {
        /// The person chose it, for this.
        CHOSEN,
        /// The person chose it for the kind, whichever the business.
        KIND,
        DEFAULT
    }
}
