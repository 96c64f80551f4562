package waxwing.server.controls;

import waxwing.model.AccountId;

/// Whoever has work to do when somebody is blocked or no more, in the call of the person who does it: what
/// would be done in the blocked account's next call, that could see by its time.
public interface BlockListener {
    BlockListener NONE = new BlockListener() {
        @Override
        public void blocking(AccountId person, AccountId other, long blockedAtMillis) {}

        @Override
        public void blocked(AccountId person, AccountId other) {}

        @Override
        public void unblocked(AccountId person, AccountId other, long blockedAtMillis) {}
    };

    /// In the transaction that stores the block.
    void blocking(AccountId person, AccountId other, long blockedAtMillis);

    /// The block is stored and holds.
    void blocked(AccountId person, AccountId other);

    /// The block of that time is gone and holds no more.
    void unblocked(AccountId person, AccountId other, long blockedAtMillis);
}
