package waxwing.gateway.apikey;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import waxwing.model.MalformedValueException;

/// What an API key lets a program do.
public enum Scope {
    /// Send messages and take them back.
    MESSAGES_WRITE,
    /// See what became of messages and batches.
    MESSAGES_READ,
    /// See contacts, conversations and suppressions.
    CONTACTS_READ,
    /// Change the list of suppressions.
    CONTACTS_WRITE,
    /// Read the log of events.
    EVENTS_READ,
    /// See, add, change and remove webhook endpoints, which get what people write, and what was posted to them.
    WEBHOOKS_WRITE,
    /// Change what the business says of itself.
    BUSINESS_WRITE,
    /// Make, rotate and revoke API keys of no more scopes than its own.
    KEYS_ADMIN;

    /// As the API and the command line write it, for example `messages:write`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /// @throws MalformedValueException if there is no such scope; the message lists them
    public static Scope parse(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new MalformedValueException("not a scope (expected: one of "
                        + Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", ")) + ")"));
    }

    public static Set<Scope> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Scope.class));
    }

    /// What a key has for which nobody named scopes: all but the power over other keys.
    public static Set<Scope> usual() {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(KEYS_ADMIN)));
    }
}
