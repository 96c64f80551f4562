package waxwing.server.controls;

/// What a person wants with one kind of one business's messages.
public enum Setting {
    ALLOW,
    STOP
}
