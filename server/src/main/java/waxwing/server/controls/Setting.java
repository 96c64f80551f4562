package waxwing.server.controls;

/// What a person wants with one kind of message.
public enum Setting {
    ALLOW,
    /// Held at the relay until the person answers.
    ASK,
    STOP
}
