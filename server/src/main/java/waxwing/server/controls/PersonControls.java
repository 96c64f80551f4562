package waxwing.server.controls;

import java.util.Map;
import java.util.Optional;
import waxwing.model.AccountId;

/// All that one person set, as of one moment.
public record PersonControls(Map<AccountId, BusinessSettings> settings, Map<AccountId, Block> blocks) {
    /// A new person's, and those of a number that nobody registered.
    public static final PersonControls DEFAULT = new PersonControls(Map.of(), Map.of());

    public PersonControls {
        settings = Map.copyOf(settings);
        blocks = Map.copyOf(blocks);
    }

    public BusinessSettings of(AccountId business) {
        return settings.getOrDefault(business, BusinessSettings.DEFAULT);
    }

    public Optional<Block> blockOf(AccountId other) {
        return Optional.ofNullable(blocks.get(other));
    }
}
