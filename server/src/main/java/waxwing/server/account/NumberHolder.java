package waxwing.server.account;

import waxwing.model.AccountId;
import waxwing.model.AccountType;

/// The account that a phone number belongs to now.
///
/// @param lastSeenDay days since 1970-01-01 (UTC)
public record NumberHolder(AccountId account, AccountType type, long lastSeenDay) {}
