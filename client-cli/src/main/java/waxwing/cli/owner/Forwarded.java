package waxwing.cli.owner;

/// What came of handing a command to the process that owns the profile.
public sealed interface Forwarded {
    /// The owner ran it.
    record Ended(int exit) implements Forwarded {}

    /// Nobody owns the profile, or nobody that listens.
    record NoOwner() implements Forwarded {}

    /// The owner went away before the command's end.
    record OwnerLeft() implements Forwarded {}
}
