package waxwing.server.keys;

import waxwing.relay.v1.KeyCounts;

/// What became of keys that a device published.
public sealed interface PublishResult {
    record Stored(KeyCounts counts) implements PublishResult {}

    record BadSignature() implements PublishResult {}

    record TooManyKeys() implements PublishResult {}
}
