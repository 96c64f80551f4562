package waxwing.server.controls;

import java.util.OptionalLong;

/// A person blocks an account.
///
/// @param blockedAtMillis Unix milliseconds
/// @param frozen the settings at that moment, from which a blocked business goes on being answered
/// @param frozenLastMessageAt the person's last message to it at that moment, in Unix milliseconds
public record Block(long blockedAtMillis, Preferences frozen, OptionalLong frozenLastMessageAt) {}
