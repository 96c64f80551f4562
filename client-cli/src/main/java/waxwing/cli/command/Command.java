package waxwing.cli.command;

import waxwing.cli.terminal.CommandFailure;
import waxwing.client.Client;

/// One command, its words read. Whether it runs in the process that the person started or in the one that owns
/// the profile is nothing to it.
public sealed interface Command {
    /// Does not need an account of this profile.
    non-sealed interface Local extends Command {
        void run(Call call) throws InterruptedException;
    }

    /// Works with the account of this profile.
    non-sealed interface OnAccount extends Command {
        /// Refuses words that no account could make sense of, before the profile is opened.
        default void check(Call call) {}

        void run(Call call, Client client) throws InterruptedException;
    }

    /// Looks at the account of this profile, or at why there is none.
    non-sealed interface Diagnosis extends Command {
        /// False where its words already say all that it needs: the profile stays closed.
        default boolean looksAtAccount() {
            return true;
        }

        /// @return the exit code
        int run(Call call, Access access) throws InterruptedException;
    }

    /// Whether the account could be opened.
    sealed interface Access {
        record Open(Client client) implements Access {}

        record Refused(CommandFailure why) implements Access {}
    }
}
