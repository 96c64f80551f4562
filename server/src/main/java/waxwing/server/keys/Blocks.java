package waxwing.server.keys;

import java.util.OptionalLong;
import waxwing.model.AccountId;

/// Who blocks whom, as far as it decides what keys are shown; from memory.
public interface Blocks {
    /// When a person blocked an account, in Unix milliseconds; empty if they don't.
    OptionalLong blockedAt(AccountId person, AccountId other);
}
