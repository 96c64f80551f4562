package waxwing.client.people;

import java.util.Map;
import waxwing.model.MessageKind;

/// A business as this person sees and governs it.
///
/// @param settings one entry for each kind
public record BusinessView(Contact contact, Map<MessageKind, KindSetting> settings, Permission permission) {

    /// @param origin whether the person chose it, or it is the default for the kind
    public record KindSetting(Permission permission, Origin origin) {}

    public enum Permission {
        ALLOWED,
        STOPPED,
        /// The whole business is blocked.
        BLOCKED
    }

    public enum Origin {
        CHOSEN,
        DEFAULT
    }
}
