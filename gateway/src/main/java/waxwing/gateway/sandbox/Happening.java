package waxwing.gateway.sandbox;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// What is to become known to the gateway at a time.
///
/// @param person whom it concerns
record Happening(Instant due, PhoneNumber person, What what) {
    sealed interface What {
        /// A message of the business's gets into a state.
        record Moved(MessageId id, MessageState to, Optional<StateReason> reason) implements What {}

        /// The person says something.
        record Said(MessageId id, MessageBody body) implements What {
            @Override
            public String toString() {
                return "Said[" + id + "]";
            }
        }
    }

    @Override
    public String toString() {
        return "Happening[" + due + "]";
    }
}
