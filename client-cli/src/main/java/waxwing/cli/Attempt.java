package waxwing.cli;

/// What came of running a command in this process.
sealed interface Attempt {
    record Ended(int exit) implements Attempt {}

    /// Another process became the owner in the meantime; nothing was done.
    record Overtaken() implements Attempt {}
}
