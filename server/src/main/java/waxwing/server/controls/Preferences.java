package waxwing.server.controls;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;

/// What one person's settings say to one business: all of them that an answer to it may depend on.
///
/// @param forBusiness what the person chose for this business, by kind
/// @param forKind what the person chose for whichever business has no choice of its own, by kind
/// @param offersPerWeek offers that this business may send in any seven days, 0 or more
public record Preferences(Map<MessageKind, Setting> forBusiness, Map<MessageKind, Setting> forKind, int offersPerWeek) {
    /// The published default of offers that one business may send to one person in any seven days.
    public static final int OFFERS_PER_WEEK = 4;

    /// A new person's.
    public static final Preferences DEFAULT = new Preferences(Map.of(), Map.of(), OFFERS_PER_WEEK);

    public Preferences {
        forBusiness = Map.copyOf(forBusiness);
        forKind = Map.copyOf(forKind);
    }

    /// What the person chose for this business and kind.
    public Optional<Setting> chosen(MessageKind kind) {
        return Optional.ofNullable(forBusiness.get(kind));
    }

    /// What holds for the kind: the choice for this business, else for the kind, else the default. Marketing has no
    /// choice for the kind: it needs a yes to this business.
    public Setting effective(MessageKind kind) {
        Setting chosen = forBusiness.get(kind);
        if (chosen != null) {
            return chosen;
        }
        return kind.category() == MessageCategory.MARKETING ? Setting.STOP : forKind.getOrDefault(kind, Setting.ALLOW);
    }

    /// The person stopped everything from this business.
    public boolean allStopped() {
        return Arrays.stream(MessageKind.values()).allMatch(kind -> forBusiness.get(kind) == Setting.STOP);
    }
}
