package waxwing.server;

import waxwing.model.AccountId;
import waxwing.server.controls.BlockListener;
import waxwing.server.keys.AccountKeys;

/// Has the keys that a blocked business is shown taken with the block and removed with it.
record PicturesOfBlocks(AccountKeys keys) implements BlockListener {
    @Override
    public void blocking(AccountId person, AccountId other, long blockedAtMillis) {
        keys.blocking(person, other, blockedAtMillis);
    }

    @Override
    public void blocked(AccountId person, AccountId other) {
        keys.blocked(person, other);
    }

    @Override
    public void unblocked(AccountId person, AccountId other, long blockedAtMillis) {
        keys.unblocked(person, other, blockedAtMillis);
    }
}
