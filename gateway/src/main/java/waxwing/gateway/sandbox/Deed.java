package waxwing.gateway.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.content.v1.Action;

/// Something that a simulated person does about a message, or the relay on their behalf.
sealed interface Deed {
    /// The message gets into a state.
    record Moves(MessageState to, Optional<StateReason> reason) implements Deed {}

    /// The person answers it.
    record Says(String text) implements Deed {}

    /// The person asks for something on its card, if the card offers that.
    ///
    /// @param text empty if it goes without words
    record Asks(Action.Type type, String text) implements Deed {}

    /// A deed and when it is done.
    ///
    /// @param after the sending
    record Timed(Duration after, Deed deed) {}

    static List<Timed> nothing() {
        return List.of();
    }

    static List<Timed> deliversAfter(Duration pause) {
        return List.of(new Timed(pause, new Moves(MessageState.DELIVERED, Optional.empty())));
    }

    /// Reads it at once, and then goes on.
    static List<Timed> reads(Deed... then) {
        return Stream.concat(
                        Stream.of(
                                new Moves(MessageState.DELIVERED, Optional.empty()),
                                new Moves(MessageState.READ, Optional.empty())),
                        Stream.of(then))
                .map(deed -> new Timed(Duration.ZERO, deed))
                .toList();
    }

    static List<Timed> suppressed(StateReason reason) {
        return List.of(new Timed(Duration.ZERO, new Moves(MessageState.SUPPRESSED, Optional.of(reason))));
    }

    static List<Timed> failed(StateReason reason) {
        return List.of(new Timed(Duration.ZERO, new Moves(MessageState.FAILED, Optional.of(reason))));
    }
}
