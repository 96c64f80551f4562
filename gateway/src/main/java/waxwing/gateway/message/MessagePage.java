package waxwing.gateway.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Some of the messages, newest first.
///
/// @param next where the next page begins; empty on the last one
public record MessagePage(List<Message> messages, OptionalLong next) {
    /// Which messages are asked for.
    ///
    /// @param before only those that were accepted before the one with this number
    /// @param status only those that stand there
    public record Query(OptionalLong before, Optional<MessageStatus> status, int limit) {}
}
