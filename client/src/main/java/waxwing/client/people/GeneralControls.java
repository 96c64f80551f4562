package waxwing.client.people;

import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.model.MessageKind;

/// What the person set for all businesses, and for strangers.
///
/// @param kinds one entry for each kind but OFFER, which needs a yes to each business
/// @param offersPerWeek offers that each business may send in any seven days
/// @param defaultOffersPerWeek what a person has who never changed it
/// @param readReceipts whether businesses learn what was read
public record GeneralControls(
        Map<MessageKind, KindSetting> kinds,
        Optional<QuietHours> quietHours,
        int offersPerWeek,
        int defaultOffersPerWeek,
        ReadReceipts readReceipts,
        FirstMessages firstMessages) {
    public GeneralControls {
        kinds = Map.copyOf(kinds);
    }

    /// Within which what businesses send is held, codes apart; across midnight if `until` is before `from`.
    ///
    /// @param zone an IANA time zone
    public record QuietHours(LocalTime from, LocalTime until, String zone) {}

    public enum ReadReceipts {
        ON,
        OFF
    }

    /// Whose first message is a message; that of others is a request.
    public enum FirstMessages {
        EVERYONE,
        CONTACTS
    }
}
