package waxwing.server.controls;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;

/// What a person chose for one business; kinds that are not there have their default.
public record BusinessSettings(Map<MessageKind, Setting> chosen) {
    public static final BusinessSettings DEFAULT = new BusinessSettings(Map.of());

    public BusinessSettings {
        chosen = Map.copyOf(chosen);
    }

    public Optional<Setting> chosen(MessageKind kind) {
        return Optional.ofNullable(chosen.get(kind));
    }

    /// What holds for the kind: marketing has to be chosen, everything else is on.
    public Setting effective(MessageKind kind) {
        return chosen(kind).orElse(kind.category() == MessageCategory.MARKETING ? Setting.STOP : Setting.ALLOW);
    }

    /// The person stopped everything from this business.
    public boolean allStopped() {
        return Arrays.stream(MessageKind.values()).allMatch(kind -> chosen.get(kind) == Setting.STOP);
    }
}
