package waxwing.gateway.message;

import java.time.Instant;
import java.util.List;
import waxwing.model.MessageId;

/// Messages that were asked for together, and what became of each.
///
/// @param items in the order of the request; those whose message is forgotten are not there
public record Batch(BatchId id, Instant created, List<Item> items) {

    public sealed interface Item {
        /// Its place in the request, from 0 on.
        int index();

        /// @param first what the answer to the request said
        /// @param status where the message stands now
        record Accepted(int index, MessageId id, MessageStatus first, MessageStatus status) implements Item {}

        /// @param problem what was wrong, as it was answered; it may quote the request
        record Refused(int index, String problem) implements Item {
            @Override
            public String toString() {
                return "Refused[…]";
            }
        }
    }

    @Override
    public String toString() {
        return "Batch[" + id + ", " + items.size() + "]";
    }
}
