package waxwing.server.controls;

import java.util.Map;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// All that one person set, as of one moment.
///
/// @param businesses what was chosen for a business, by kind
/// @param general what holds for all businesses, and for strangers
public record PersonControls(
        Map<AccountId, Map<MessageKind, Setting>> businesses, General general, Map<AccountId, Block> blocks) {
    /// A new person's, and those of a number that nobody registered.
    public static final PersonControls DEFAULT = new PersonControls(Map.of(), General.DEFAULT, Map.of());

    public PersonControls {
        businesses = Map.copyOf(businesses);
        blocks = Map.copyOf(blocks);
    }

    public Preferences toward(AccountId business) {
        return new Preferences(businesses.getOrDefault(business, Map.of()), general.kinds(), general.offersPerWeek());
    }

    public Optional<Block> blockOf(AccountId other) {
        return Optional.ofNullable(blocks.get(other));
    }
}
