package waxwing.gateway.message;

/// One item of a request for many messages, as it was read.
public sealed interface Wanted {
    record Send(Draft draft, RequestHash request) implements Wanted {}

    /// @param problem what is wrong with it, as it is answered
    record Refused(String problem) implements Wanted {
        @Override
        public String toString() {
            return "Refused[…]";
        }
    }

    /// How an item is refused for what only the store knows: the texts of the two problems.
    ///
    /// @param messageIdReused its id stands for another message
    /// @param inProgress a message of its id is being accepted at this moment
    record Refusals(String messageIdReused, String inProgress) {}
}
