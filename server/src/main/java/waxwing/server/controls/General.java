package waxwing.server.controls;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import waxwing.model.MessageKind;

/// What a person set for all businesses, and for strangers.
///
/// @param kinds what was chosen for a kind
/// @param offersPerWeek offers that each business may send in any seven days, 0 to [#MOST_OFFERS]
/// @param readReceipts whether businesses learn what was read; the person's clients follow it
/// @param firstMessages who may begin a conversation; the person's clients follow it, since only they know
///     contacts
public record General(
        Map<MessageKind, Setting> kinds,
        int offersPerWeek,
        Optional<QuietHours> quietHours,
        ReadReceipts readReceipts,
        FirstMessages firstMessages) {
    /// The highest cap that a person may set.
    public static final int MOST_OFFERS = 100;

    /// A new person's.
    public static final General DEFAULT = new General(
            Map.of(), Preferences.OFFERS_PER_WEEK, Optional.empty(), ReadReceipts.ON, FirstMessages.EVERYONE);

    /// Whether businesses learn what was read.
    public enum ReadReceipts {
        ON,
        OFF
    }

    /// Whose first message is a message; others' are requests.
    public enum FirstMessages {
        EVERYONE,
        CONTACTS
    }

    public General {
        kinds = Map.copyOf(kinds);
    }

    /// @param setting empty for the kind's default
    public General with(MessageKind kind, Optional<Setting> setting) {
        Map<MessageKind, Setting> changed = new EnumMap<>(MessageKind.class);
        changed.putAll(kinds);
        setting.ifPresentOrElse(chosen -> changed.put(kind, chosen), () -> changed.remove(kind));
        return new General(changed, offersPerWeek, quietHours, readReceipts, firstMessages);
    }

    public General withOffersPerWeek(int most) {
        return new General(kinds, most, quietHours, readReceipts, firstMessages);
    }

    public General with(Optional<QuietHours> hours) {
        return new General(kinds, offersPerWeek, hours, readReceipts, firstMessages);
    }

    public General with(ReadReceipts receipts) {
        return new General(kinds, offersPerWeek, quietHours, receipts, firstMessages);
    }

    public General with(FirstMessages first) {
        return new General(kinds, offersPerWeek, quietHours, readReceipts, first);
    }
}
